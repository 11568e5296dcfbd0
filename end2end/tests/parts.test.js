// Parts of the browser's half that are loaded when they are opened: what a board loads first, and what a person sees when a part cannot be had.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openBoard, toast } from "../support/board.js";
import { launchBrowser, newPage, takePictures } from "../support/browser.js";
import { hydrated, imported, signIn, startClara } from "../support/clara.js";

let clara;
let browser;
let jobs;

before(async () => {
  clara = await startClara();
  browser = await launchBrowser();
  const page = await newPage(browser);
  await signIn(page, clara);
  jobs = await imported(page);
  await page.context().close();
});

after(async () => {
  await browser?.close();
  await clara?.stop();
});

/** A signed-in page, what it asked for under `/pkg`, and parts that can be taken away. */
async function watched() {
  const page = await newPage(browser);
  await signIn(page, clara);
  const asked = [];
  page.on("request", (request) => request.url().includes("/pkg/") && asked.push(new URL(request.url()).pathname));
  const take = (part) => page.route(`**/pkg/split_${part}.*.wasm`, (route) => route.fulfill({ status: 404 }));
  return { page, asked, take, give: () => page.unrouteAll() };
}

test("a board is taken over with the first file alone; a profile's part comes before the page that shows one", async () => {
  const { page, asked } = await watched();
  await page.goto(`${clara.url}/jobs/${jobs[0].id}`);
  await hydrated(page);
  const first = asked.filter((path) => path.endsWith(".wasm"));
  assert.equal(first.filter((path) => /split_(settings|doors|jobs)/.test(path)).length, 0, first.join());
  const card = page.locator(".board .card").first();
  const application = await card.getAttribute("data-application");

  asked.length = 0;
  await page.goto(`${clara.url}/jobs/${jobs[0].id}?application=${application}`);
  await hydrated(page);
  await page.locator(".pane .profile").getByRole("tab", { name: /Comments/ }).click();
  await page.locator(".pane").getByRole("textbox").first().waitFor();
  assert.deepEqual(page.problems, []);
  await page.context().close();
});

test("parts are kept for ever and sent compressed", async () => {
  const { page, asked } = await watched();
  await page.goto(`${clara.url}/settings/members`);
  await hydrated(page);
  const part = asked.find((path) => path.includes("split_settings"));
  const answer = await fetch(clara.url + part, { headers: { "accept-encoding": "br" } });
  assert.equal(answer.headers.get("cache-control"), "public, max-age=31536000, immutable");
  assert.equal(answer.headers.get("content-encoding"), "br");
  assert.equal(answer.headers.get("content-type"), "application/wasm");
  await page.context().close();
});

test("a page whose part cannot be had says so, and loads anew", async () => {
  const { page, take, give } = await watched();
  await take("settings");
  await page.getByRole("link", { name: "Settings", exact: true }).first().click();
  await page.getByRole("heading", { name: "This could not be loaded" }).waitFor();
  await takePictures(page, "part-missing");
  await page.setViewportSize({ width: 1440, height: 900 });
  await give();
  await page.getByRole("button", { name: "Load the page anew" }).click();
  await page.getByRole("heading", { name: "Integrations" }).waitFor();
  await hydrated(page);
  await page.context().close();
});

test("a page that cannot be taken over stays readable, says why it does not move, and loads anew", async () => {
  const { page, take, give } = await watched();
  await take("jobs");
  await page.goto(`${clara.url}/jobs`);
  const words = page.getByRole("alert").filter({ hasText: "This could not be loaded" });
  await words.waitFor();
  await page.getByRole("heading", { name: "Jobs" }).waitFor();
  await takePictures(page, "part-missing-at-first");
  await page.setViewportSize({ width: 1440, height: 900 });
  assert.equal(await page.locator("body[data-hydrated]").count(), 0);
  await give();
  await words.getByRole("link", { name: "Load it anew" }).click();
  await hydrated(page);
  assert.equal(await words.count(), 0);
  await page.context().close();
});

test("a dialog whose part cannot be had leaves the page as it is, and opens when it is pressed again", async () => {
  const { page, take, give } = await watched();
  await take("dialogs");
  await openBoard(page, clara, jobs[0]);
  await page.getByRole("button", { name: "Share with Hiring Manager" }).click();
  await toast(page, "This could not be loaded.").waitFor();
  assert.equal(await page.getByRole("dialog").count(), 0);
  await give();
  await page.getByRole("button", { name: "Share with Hiring Manager" }).click();
  await page.getByRole("dialog", { name: "Share with Hiring Manager" }).waitFor();
  await page.context().close();
});

test("search and bell whose part cannot be had say so, and work when it is back", async () => {
  const { page, take, give } = await watched();
  await take("found");
  await openBoard(page, clara, jobs[0]);
  const box = page.getByRole("combobox", { name: "Search jobs and candidates" });
  await box.fill(jobs[0].title.slice(0, 3));
  await toast(page, "This could not be loaded.").waitFor();
  assert.equal(await box.getAttribute("aria-expanded"), "false");
  await give();
  await box.fill(jobs[0].title.slice(0, 4));
  const found = page.getByRole("option").filter({ hasText: jobs[0].title }).first();
  await found.waitFor();
  await box.press("Escape");
  await found.waitFor({ state: "detached" });
  await page.getByRole("button", { name: /^Notifications/ }).click();
  await page.locator(".bell-menu").getByText(/Nothing yet|The import of/).first().waitFor();
  await page.context().close();
});

test("a reason is asked as soon as its part can be had, and nothing is moved before", async () => {
  const { page, take, give } = await watched();
  await take("dialogs");
  await openBoard(page, clara, jobs[0]);
  const card = page.locator(".board .card").first();
  const application = await card.getAttribute("data-application");
  const reject = async () => {
    await card.hover();
    await card.getByRole("button", { name: /^Move/ }).click();
    await page.getByRole("menuitem", { name: "Rejected" }).click();
  };
  await reject();
  await toast(page, "This could not be loaded.").waitFor();
  await give();
  await reject();
  const dialog = page.getByRole("dialog", { name: /^Reject / });
  await dialog.waitFor();
  await dialog.getByRole("button", { name: "Close" }).click();
  await dialog.waitFor({ state: "hidden" });
  assert.equal(await card.getAttribute("data-application"), application);
  await page.context().close();
});
