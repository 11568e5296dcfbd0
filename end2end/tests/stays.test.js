// What somebody has open stays while news comes: dialogs with what was chosen in them, words that are being written, the focus.
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { firstCard, openBoard } from "../support/board.js";
import { launchBrowser, newPage } from "../support/browser.js";
import { call, hydrated, imported, people, signIn, startClara } from "../support/clara.js";
import { simulate } from "../support/lever.js";

let clara;
let browser;
let job;
let integration;
let page;
let other;

before(async () => {
  [clara, browser] = await Promise.all([startClara({ opportunities: 250 }), launchBrowser()]);
  const first = await newPage(browser);
  await signIn(first, clara);
  [job] = await imported(first);
  [{ id: integration }] = (await call(first, "integrations/list")).body;
  await first.context().close();
});

after(async () => {
  await browser?.close();
  await clara?.stop();
});

beforeEach(async () => {
  [page, other] = await Promise.all([newPage(browser), newPage(browser)]);
  await Promise.all([signIn(page, clara, people.partnerAdmin), signIn(other, clara, people.owner)]);
});

afterEach(() => Promise.all([page.context().close(), other.context().close()]));

/** Opens a page that hears what others do. */
async function open(path) {
  const stream = page.waitForResponse(/\/api\/events/);
  await page.goto(clara.url + path);
  await hydrated(page);
  await stream;
}

/** Somebody applies for every job that has candidates. */
async function applyEverywhere(name) {
  const { data } = await simulate(clara, "GET", "/opportunities");
  const postings = new Set(data.map((one) => one.posting).filter(Boolean));
  for (const posting of postings) await simulate(clara, "POST", "/opportunities", { name, posting });
}

const dialog = () => page.locator("dialog[open]");

/** The element itself, to be asked later whether it is the one of before. */
const element = (locator) => locator.elementHandle();
const focused = (handle) => handle.evaluate((node) => node === document.activeElement);

/** The job's row on *Jobs*. */
const row = () => page.locator(".job").filter({ has: page.locator(`a[href="/jobs/${job.id}"]`) });

/** Somebody applies, and the row comes to say so. */
async function rowChanges(name) {
  const count = await element(row().locator(".job-number b").first());
  const before = await count.innerText();
  await applyEverywhere(name);
  await page.waitForFunction(([of, was]) => of.innerText !== was, [count, before]);
}

test("Re-sync of a job stays open on Jobs while the list behind it changes, and gives the focus back", async () => {
  await open("/jobs");
  const button = await element(row().getByRole("button", { name: "Re-sync…" }));
  await button.click();
  await dialog().getByText(/were compared|was compared/).first().waitFor();
  const shown = await element(dialog());
  const words = await dialog().innerText();

  await rowChanges("Nora News");
  assert.ok(await shown.evaluate((node) => node.isConnected && node.open));
  assert.equal(await dialog().innerText(), words);

  await page.keyboard.press("Escape");
  await dialog().waitFor({ state: "hidden" });
  assert.ok(await focused(button), "the button is the one of before");
  assert.deepEqual(page.problems, []);
});

test("the filter of Jobs keeps its words and the focus while the list changes", async () => {
  await open("/jobs");
  const filter = page.getByRole("searchbox", { name: "Filter jobs" });
  const field = await element(filter);
  await filter.pressSequentially(job.title.slice(0, 4));
  await rowChanges("Ned News");
  assert.ok(await focused(field));
  await page.keyboard.type(job.title.slice(4));
  assert.equal(await filter.inputValue(), job.title);
  assert.deepEqual(page.problems, []);
});

test("the question before disconnecting stays, with what was chosen, while the card behind it changes", async () => {
  await open("/settings/integrations");
  await page.getByText(/^Webhooks: \d/).first().click();
  const webhooks = await element(page.locator("details.webhooks").first());
  await page.getByRole("button", { name: "Disconnect", exact: true }).first().click();
  await dialog().getByRole("radio", { name: /Erase the candidates/ }).check();
  const question = await element(dialog());

  // Lever has a new stage; whoever opens the mapping has it learnt.
  await simulate(clara, "POST", "/stages", { text: "Trial day" });
  await other.goto(`${clara.url}/settings/integrations/${integration}/status-mapping`);
  await other.getByRole("combobox", { name: "Column for Trial day" }).waitFor();
  await page.getByText("1 stage or archive reason is new and not mapped").first().waitFor();
  assert.ok(await question.evaluate((node) => node.isConnected && node.open));
  assert.ok(await dialog().getByRole("radio", { name: /Erase the candidates/ }).isChecked());
  assert.ok(await dialog().getByRole("button", { name: "Disconnect and erase" }).isVisible());
  assert.ok(await webhooks.evaluate((node) => node.isConnected && node.open));
  await dialog().getByRole("button", { name: "Keep connected" }).click();
  await dialog().waitFor({ state: "hidden" });
  assert.deepEqual(page.problems, []);
});

test("on the health page the focus stays where it is while the page is read anew", async () => {
  await open(`/settings/integrations/${integration}/health`);
  const canary = await element(page.getByRole("button", { name: "Send a canary" }));
  await canary.focus();
  const before = await page.locator(".checks").innerText();
  await simulate(clara, "POST", "/stages", { text: "Second trial day" });
  await other.goto(`${clara.url}/settings/integrations/${integration}/status-mapping`);
  await other.getByRole("combobox", { name: "Column for Second trial day" }).waitFor();
  await page.waitForFunction((was) => document.querySelector(".checks").innerText !== was, before);
  assert.ok(await focused(canary));
  assert.deepEqual(page.problems, []);
});

test("in a profile an overrule and a comment go on being written while a colleague comments, and nothing is drawn anew", async () => {
  await openBoard(page, clara, job);
  const card = await firstCard(page, "Pre-Qualified");
  await page.locator(`[data-application="${card.application}"] .card-name`).click();
  const profile = page.getByRole("complementary", { name: "Candidate Application Profile" });
  await profile.getByRole("button", { name: "Overrule" }).first().click();
  const reason = profile.getByRole("textbox", { name: /^Reason/ });
  await profile.locator(".overrule select").selectOption({ index: 1 });
  const chosen = await profile.locator(".overrule select").inputValue();
  await reason.pressSequentially("Led a");
  const field = await element(reason);

  const comment = (text) => call(other, "profile/add-comment", { application: card.application, text });
  assert.equal((await comment("I know her work.")).status, 200);
  const tab = profile.getByRole("tab", { name: /Comments/ });
  await tab.getByText("1").waitFor();
  assert.ok(await focused(field));
  await page.keyboard.type(" team");
  assert.equal(await reason.inputValue(), "Led a team");
  assert.equal(await profile.locator(".overrule select").inputValue(), chosen);

  await tab.click();
  await profile.getByText("I know her work.").waitFor();
  const write = profile.getByLabel("Write a comment");
  await write.pressSequentially("Me");
  assert.equal((await comment("Ask about Kafka.")).status, 200);
  await profile.getByText("Ask about Kafka.").waitFor();
  await page.keyboard.type(" too.");
  assert.equal(await write.inputValue(), "Me too.");

  // An answer is written inside the list that changes.
  await profile.getByRole("button", { name: "Reply" }).first().click();
  const reply = profile.getByLabel("Write a reply");
  await page.waitForFunction(() => document.activeElement?.id === "other-comment");
  await page.keyboard.type("I ");
  assert.equal((await comment("And about SQL.")).status, 200);
  await profile.getByText("And about SQL.").waitFor();
  await page.keyboard.type("agree");
  assert.equal(await reply.inputValue(), "I agree");
  assert.deepEqual(page.problems, []);
});
