// What every page has: a title, one heading that gets the focus, landmarks, a friendly answer where nothing is.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launchBrowser, newPage, takePictures } from "../support/browser.js";
import { call, hydrated, imported, signIn, startClara, startEmptyClara } from "../support/clara.js";

let clara;
let browser;

before(async () => {
  clara = await startClara();
  browser = await launchBrowser();
});

after(async () => {
  await browser?.close();
  await clara?.stop();
});

/** What a screen reader would say after a change of page. */
const focus = (page) => page.waitForFunction(() => document.activeElement?.tagName === "H1" && document.activeElement.textContent);

test("going to another page names it in the title and puts the focus on its heading", async () => {
  const page = await newPage(browser);
  await signIn(page, clara);
  const [job] = await imported(page);
  for (const [link, title] of [["Candidates", "Candidates"], ["Settings", "Integrations"], ["Help", "Partner Help Center"], ["Jobs", "Jobs"]]) {
    await page.getByRole("link", { name: link, exact: true }).first().click();
    await page.waitForFunction((title) => document.title === `${title} · CLARA`, title);
    assert.equal(await (await focus(page)).jsonValue(), title);
  }
  await page.getByRole("link", { name: job.title }).click();
  await page.waitForFunction((title) => document.title === `${title} · CLARA`, job.title);
  assert.match(await (await focus(page)).jsonValue(), new RegExp(`^${job.title.replace(/[()]/g, "\\$&")}`));
  assert.deepEqual(page.problems, []);
  await page.context().close();
});

test("the profile takes the focus when it opens beside the board and gives it back to the card", async () => {
  const page = await newPage(browser);
  await signIn(page, clara);
  const [job] = await imported(page);
  await page.goto(`${clara.url}/jobs/${job.id}`);
  await hydrated(page);
  const card = page.locator(".card-name").first();
  const name = await card.innerText();
  await card.click();
  const pane = page.getByRole("complementary", { name: "Candidate Application Profile" });
  await pane.getByRole("heading", { name, level: 2 }).waitFor();
  assert.ok(await pane.evaluate((pane) => pane === document.activeElement));
  // Beside the board, not below it.
  const [board, beside] = [await page.locator(".board").boundingBox(), await pane.boundingBox()];
  assert.ok(beside.x + 1 >= board.x + board.width && beside.y < board.y, "the pane stands beside the board");
  await page.keyboard.press("Escape");
  await pane.waitFor({ state: "detached" });
  await page.waitForFunction((name) => document.activeElement?.textContent === name, name);
  await page.context().close();
});

test("Tab first offers to skip to the content, which takes the focus", async () => {
  const page = await newPage(browser);
  await signIn(page, clara);
  await page.reload();
  await hydrated(page);
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Skip to content");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.activeElement?.id === "main");
  await page.context().close();
});

test("tabs of a profile are gone through by arrow keys, each with its panel", async () => {
  const page = await newPage(browser);
  await signIn(page, clara);
  const [job] = await imported(page);
  await page.goto(`${clara.url}/jobs/${job.id}`);
  await hydrated(page);
  await page.locator(".card-name").first().click();
  await page.getByRole("tab", { name: "Match" }).focus();
  for (const tab of ["Documents", "Experience", "Answers", "Comments", "Timeline", "Match"]) {
    await page.keyboard.press("ArrowRight");
    await page.getByRole("tab", { name: tab, selected: true }).and(page.locator(":focus")).waitFor();
    await page.getByRole("tabpanel", { name: tab }).waitFor();
  }
  await page.context().close();
});

test("an address that leads nowhere answers 404, in the frame for members", async () => {
  const page = await newPage(browser);
  assert.equal((await page.goto(`${clara.url}/nowhere`)).status(), 404);
  await page.getByRole("heading", { name: "There is no page here", level: 1 }).waitFor();
  await signIn(page, clara);
  for (const path of ["/nowhere", "/jobs/01890a5d-ac96-774b-bcce-b302099a8057", "/applications/01890a5d-ac96-774b-bcce-b302099a8057"]) {
    assert.equal((await page.goto(clara.url + path)).status(), 404, path);
    await hydrated(page);
    await page.getByRole("navigation", { name: "Main" }).waitFor();
    assert.equal(await page.locator("h1").count(), 1, path);
    await page.locator("main").getByRole("link", { name: "To your jobs" }).click();
    await page.getByRole("heading", { name: "Jobs", level: 1 }).waitFor();
  }
  await page.context().close();
});

test("a new organization is told on every page what to do next", async () => {
  const empty = await startEmptyClara();
  try {
    const page = await newPage(browser);
    await signIn(page, empty);
    await takePictures(page, "empty-jobs");
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.getByRole("link", { name: "Connect an applicant tracking system" }).click();
    await page.getByRole("heading", { name: "Nothing is connected yet" }).waitFor();
    await takePictures(page, "empty-integrations");
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.getByRole("link", { name: "Candidates" }).click();
    await page.getByRole("heading", { name: "No candidates yet" }).waitFor();
    assert.deepEqual(page.problems, []);
    await page.context().close();
  } finally {
    await empty.stop();
  }
});

test("who asks for less motion gets none", async () => {
  const page = await newPage(browser);
  await page.emulateMedia({ reducedMotion: "reduce" });
  await signIn(page, clara);
  const [job] = await imported(page);
  await page.goto(`${clara.url}/jobs/${job.id}`);
  await hydrated(page);
  const longest = await page.evaluate(() => {
    const seconds = (words) => Math.max(...words.split(",").map((word) => Number.parseFloat(word)));
    return Math.max(...[...document.querySelectorAll("*")].map((element) => {
      const style = getComputedStyle(element);
      return Math.max(seconds(style.animationDuration), seconds(style.transitionDuration));
    }));
  });
  assert.ok(longest <= 0.001, `${longest} s`);
  await page.context().close();
});

for (const [width, height] of [[1440, 900], [390, 844]]) {
  test(`the figures of a job say in words which column they count, ${width} px wide`, async () => {
    const page = await newPage(browser, { width, height });
    await signIn(page, clara);
    await imported(page);
    await page.goto(`${clara.url}/jobs`);
    await hydrated(page);
    const { body } = await call(page, "jobs/list");
    for (const { title, counts } of body.rows) {
      const row = page.locator(".job").filter({ has: page.getByRole("link", { name: title, exact: true }) });
      const expected = counts.filter(({ count }) => count > 0).map(({ name, count }) => `${name} ${count}`);
      const figures = row.getByRole("list").getByRole("listitem");
      assert.deepEqual(await figures.allInnerTexts(), expected, title);
      // All of it can be seen: nothing is cut off at the side.
      const [around, boxes] = [await row.boundingBox(), await figures.evaluateAll((all) => all.map((one) => [one.getBoundingClientRect().right, one.scrollWidth - one.clientWidth]))];
      for (const [right, hidden] of boxes) assert.ok(right <= around.x + around.width && hidden <= 0, title);
    }
    await page.context().close();
  });
}

test("no page is wider than a phone", async () => {
  const page = await newPage(browser, { width: 390, height: 844 });
  await signIn(page, clara);
  const [job] = await imported(page);
  await page.getByRole("link", { name: job.title }).click();
  const application = await page.locator(".card[data-application]").first().getAttribute("data-application");
  const pages = ["jobs", "candidates", "account", "help", `applications/${application}`];
  const { body } = await call(page, "integrations/list");
  const steps = ["jobs", "status-mapping", "follow-up-questions", "webhooks", "write-back", "health"].map((step) => `integrations/${body[0].id}/${step}`);
  const settings = ["integrations", "integrations/new", ...steps, "notes", "members", "mail", "api-tokens", "failed-work"].map((part) => `settings/${part}`);
  for (const path of [...pages, ...settings]) {
    await page.goto(`${clara.url}/${path}`);
    await hydrated(page);
    const width = await page.locator("main").evaluate((main) => main.scrollWidth);
    assert.ok(width <= 390, `/${path} is ${width} px wide`);
  }
  await page.context().close();
});
