// How pages look where looks are easily forgotten: on the way, without a network, on paper, in high contrast, with long words, under a finger.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { column, openBoard } from "../support/board.js";
import { launchBrowser, newPage, takePictures } from "../support/browser.js";
import { hydrated, imported, people, signIn, startClara } from "../support/clara.js";

const word = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft";

let clara;
let browser;
let job;

before(async () => {
  clara = await startClara();
  browser = await launchBrowser();
  const page = await newPage(browser);
  await signIn(page, clara);
  [job] = await imported(page);
  await page.context().close();
});

after(async () => {
  await browser?.close();
  await clara?.stop();
});

/** A recruiter's window at the job's board. */
async function board(options) {
  const page = await newPage(browser, options);
  await signIn(page, clara, people.recruiter);
  await openBoard(page, clara, job);
  return page;
}

/** The profile of somebody who has a score, on a page of its own. */
async function openProfile(page) {
  const application = await column(page, "Pre-Qualified").locator(".card").first().getAttribute("data-application");
  await page.goto(`${clara.url}/applications/${application}`);
  await hydrated(page);
  await page.locator(".requirement").first().waitFor();
}

test("a profile on its way has its outline, and can be closed before it is there", async () => {
  const page = await board({ width: 390, height: 844 });
  let answer;
  const asked = new Promise((resolve) => (answer = resolve));
  await page.route("**/api/profile/read", async (route) => {
    await asked;
    await route.continue().catch(() => null);
  });
  await page.locator(".card-name").first().click();
  const pane = page.getByRole("complementary", { name: "Candidate Application Profile" });
  await pane.getByRole("status").filter({ hasText: "Loading the profile" }).waitFor();
  await page.locator(".skeleton-profile").waitFor();
  await takePictures(page, "profile-on-its-way");
  await page.setViewportSize({ width: 390, height: 844 });
  await pane.getByRole("button", { name: "Close the profile" }).click();
  await pane.waitFor({ state: "detached" });
  answer();
  await page.context().close();
});

test("a profile that cannot be had says why, and can be closed", async () => {
  const page = await board();
  await page.route("**/api/profile/read", (route) => route.abort());
  await page.locator(".card-name").first().click();
  const pane = page.getByRole("complementary", { name: "Candidate Application Profile" });
  await pane.getByRole("alert").filter({ hasText: "CLARA cannot be reached" }).waitFor();
  await takePictures(page, "profile-failed");
  await page.setViewportSize({ width: 1440, height: 900 });
  await pane.getByRole("button", { name: "Close the profile" }).click();
  await pane.waitFor({ state: "detached" });
  await page.context().close();
});

test("the card of a profile that an address opens stands in sight beside it", async () => {
  const page = await board();
  const application = await column(page, "Interview").locator(".card").first().getAttribute("data-application");
  await page.goto(`${clara.url}/jobs/${job.id}?application=${application}`);
  await hydrated(page);
  await page.waitForFunction((application) => {
    const card = document.querySelector(`.board [data-application="${application}"]`).getBoundingClientRect();
    return card.right <= document.querySelector(".pane").getBoundingClientRect().left + 1;
  }, application);
  await page.context().close();
});

test("an icon that was never shown before is there without a network", async () => {
  const page = await board();
  await page.context().setOffline(true);
  const icon = page.locator(".connection use");
  await icon.waitFor({ state: "attached" });
  // What a sprite does not give has no extent.
  await page.waitForFunction(() => document.querySelector(".connection use").getBBox().width > 0);
  await page.context().close();
});

test("no word is so long that a page grows wider than a phone", async () => {
  const page = await board({ width: 360, height: 740 });
  const application = await page.locator(".card").first().getAttribute("data-application");
  for (const path of ["/jobs", `/jobs/${job.id}`, "/candidates", `/applications/${application}`]) {
    await page.goto(clara.url + path);
    await hydrated(page);
    await page.locator("h1").first().waitFor();
    await page.evaluate((word) => {
      for (const place of document.querySelectorAll("h1, .job-title, .card-name, .profile-name, .profile-line, tbody th a, tbody td a")) {
        place.textContent = word;
      }
    }, word);
    const width = await page.locator("main").evaluate((main) => main.scrollWidth);
    assert.ok(width <= 360, `${path} is ${width} px wide`);
  }
  await page.context().close();
});

test("a printed profile is the profile alone, in full", async () => {
  const page = await board({ theme: "dark" });
  await openProfile(page);
  await page.emulateMedia({ media: "print" });
  for (const around of [".navigation", ".top-bar", ".tabs", ".profile-actions .button"]) {
    assert.equal(await page.locator(around).first().isVisible(), false, `${around} is on paper`);
  }
  const { seen, height, background } = await page.locator("main").evaluate((main) => ({
    seen: main.clientHeight,
    height: main.scrollHeight,
    background: getComputedStyle(document.querySelector(".profile")).backgroundColor,
  }));
  assert.ok(seen >= height, `${height - seen} px are cut off`);
  assert.equal(background, "rgb(255, 255, 255)");
  await page.context().close();
});

test("in high contrast what is chosen has a frame, and columns keep their colours", async () => {
  const page = await board();
  await page.emulateMedia({ forcedColors: "active" });
  await page.locator(".card-check").first().check({ force: true });
  const outline = (selector) => page.locator(selector).first().evaluate((element) => getComputedStyle(element).outlineStyle);
  assert.equal(await outline(".card.is-selected"), "solid");
  assert.equal(await outline(".navigation a[aria-current]"), "solid");
  const colours = await page.locator(".column .dot").evaluateAll((dots) => new Set(dots.map((dot) => getComputedStyle(dot).backgroundColor)).size);
  assert.ok(colours >= 6, `${colours} colours`);
  await page.context().close();
});

test("what a finger presses on a card is large enough for it", async () => {
  const page = await board({ width: 390, height: 844, touch: true });
  for (const target of [".card-move", ".card-check", ".column-more"]) {
    const { width, height } = await page.locator(target).first().boundingBox();
    assert.ok(width >= 40 && height >= 40, `${target} is ${width} × ${height} px`);
  }
  await page.context().close();
});
