// Re-sync of one candidate, of a job and of a whole connection: the difference is shown before anything is read, and it can be paused.
import assert from "node:assert/strict";
import { after, before, beforeEach, afterEach, test } from "node:test";
import { column, openBoard, toast } from "../support/board.js";
import { launchBrowser, newPage } from "../support/browser.js";
import { call, hydrated, imported, people, signIn, startClara } from "../support/clara.js";
import { simulate, until } from "../support/lever.js";

let clara;
let browser;
let page;
let integration;
let jobs;

before(async () => {
  [clara, browser] = await Promise.all([startClara(), launchBrowser()]);
  const first = await newPage(browser);
  await signIn(first, clara);
  jobs = await imported(first);
  integration = (await call(first, "integrations/list")).body[0].id;
  await first.context().close();
  // From now on Lever tells nothing: what CLARA learns comes by looking.
  await simulate(clara, "PUT", "/event_groups", { all: false });
});

after(async () => {
  await browser?.close();
  await clara?.stop();
});

beforeEach(async () => {
  page = await newPage(browser);
  await signIn(page, clara, people.partnerAdmin);
});

afterEach(() => page.context().close());

const dialog = () => page.locator("dialog[open]");
// The one in the corner that says the same to a screen reader has no words.
const press = (name) => dialog().getByRole("button", { name, exact: true }).filter({ hasText: name }).click();
const health = () => page.goto(`${clara.url}/settings/integrations/${integration}/health`);

/** How many cards there are, by job. */
async function cards() {
  const { body } = await call(page, "jobs/list");
  return Object.fromEntries(body.rows.map((job) => [job.id, job.candidates]));
}

const sum = (counts) => Object.values(counts).reduce((all, one) => all + one, 0);

/** Somebody applies at every posting that has candidates; answers how many did. */
async function applyEverywhere(name) {
  const { data } = await simulate(clara, "GET", "/opportunities");
  const postings = [...new Set(data.map((one) => one.posting).filter(Boolean))];
  for (const posting of postings) await simulate(clara, "POST", "/opportunities", { name, posting });
  return postings.length;
}

/** The number before a word in the difference. */
async function found(what) {
  const line = dialog().locator(".difference div", { hasText: what });
  return (await line.count()) === 0 ? 0 : Number.parseInt(await line.locator("b").innerText(), 10);
}

test("one candidate is read again at once, and what changed appears", async () => {
  const { data: stage } = await simulate(clara, "POST", "/stages", { text: "Trial day" });
  const { data: everybody } = await simulate(clara, "GET", "/opportunities");
  await openBoard(page, clara, jobs[0]);
  let somebody;
  for (const card of await column(page, "Not Qualified").locator(".card").all()) {
    const name = await card.locator(".card-name").innerText();
    const same = everybody.filter((one) => one.name === name);
    if (same.length !== 1 || same[0].archived) continue;
    somebody = { application: await card.getAttribute("data-application"), opportunity: same[0].id };
    break;
  }
  assert.ok(somebody, "nobody can be told by name");
  await simulate(clara, "PUT", `/opportunities/${somebody.opportunity}/stage`, { stage: stage.id });
  await page.goto(`${clara.url}/applications/${somebody.application}`);
  await hydrated(page);
  const shown = page.locator(".profile-facts .stage", { hasText: "Trial day" });
  assert.equal(await shown.count(), 0, "Lever told nothing");
  await page.getByRole("button", { name: "Re-sync" }).click();
  await toast(page, "It is being read again.").waitFor();
  await shown.waitFor();
  assert.deepEqual(page.problems, []);
});

test("a job is compared: the difference can be left, and is read when it is applied", async () => {
  await applyEverywhere("Josefa Jobwise");
  await openBoard(page, clara, jobs[0]);
  const before = await cards();
  await page.getByRole("button", { name: "Re-sync…" }).click();
  await dialog().locator(".difference").waitFor();
  assert.equal(await found("missing"), 1);
  // Also where the board's own buttons give way.
  await page.setViewportSize({ width: 390, height: 844 });
  await press("Leave it");
  await dialog().waitFor({ state: "hidden" });
  assert.deepEqual(await cards(), before, "a dry run reads nothing");
  await page.setViewportSize({ width: 1440, height: 900 });

  await page.getByRole("button", { name: "Re-sync…" }).click();
  await dialog().locator(".difference").waitFor();
  await press("Apply");
  await dialog().getByText("Done.").waitFor();
  await press("Close");
  await until("one card more", async () => (await cards())[jobs[0].id] === before[jobs[0].id] + 1);
  const others = jobs.slice(1).map(({ id }) => id);
  const now = await cards();
  assert.deepEqual(others.map((id) => now[id]), others.map((id) => before[id]), "the other jobs were not asked for");
  assert.deepEqual(page.problems, []);
});

test("a whole connection is compared, paused and resumed, and read when it is applied", async () => {
  await applyEverywhere("Wanda Whole");
  const before = await cards();
  await health();
  await hydrated(page);
  // Slow enough to be paused.
  await simulate(clara, "PATCH", "/switches", { latency_ms: 1000 });
  await page.getByRole("button", { name: "Re-sync all…" }).click();
  await dialog().getByText("Nothing is changed before you see the difference.").waitFor();
  await press("Pause");
  await dialog().getByText("Paused.").waitFor();
  // The job under way is read to its end; then it rests.
  await page.waitForTimeout(4000);
  assert.ok(await dialog().getByText("Paused.").isVisible());
  assert.equal(await dialog().locator(".difference").count(), 0);
  await simulate(clara, "PATCH", "/switches", { latency_ms: 0 });
  await press("Resume");
  await dialog().locator(".difference").waitFor();
  const missing = await found("missing");
  assert.ok(missing >= jobs.length, `${missing} missing, of ${jobs.length} jobs at least one each`);
  assert.deepEqual(await cards(), before, "a dry run reads nothing");
  await press("Apply");
  await dialog().getByText("Done.").waitFor();
  await press("Close");
  await until("a card for each", async () => sum(await cards()) === sum(before) + missing);

  // The comparison is on the page, as done and asked for.
  await page.reload();
  await hydrated(page);
  await page.getByRole("row", { name: /asked for.*Done/ }).first().waitFor();
  // Once more there is no difference.
  await page.getByRole("button", { name: "Re-sync all…" }).click();
  await dialog().getByText("No difference.").waitFor();
  await press("Close");
  assert.deepEqual(page.problems, []);
});
