// Write-back: only an Owner switches it on, with a consent of its own; then a move on the board moves the stage in Lever, and switched off nothing
// more is written.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { cardIn, column, drag, openBoard, toast } from "../support/board.js";
import { launchBrowser, newPage, takePictures } from "../support/browser.js";
import { call, hydrated, imported, people, signIn, startClara } from "../support/clara.js";
import { simulate, until } from "../support/lever.js";

let clara;
let browser;
let settings;
let jobs;

before(async () => {
  [clara, browser] = await Promise.all([startClara({ opportunities: 250 }), launchBrowser()]);
  const page = await newPage(browser);
  await signIn(page, clara);
  jobs = await imported(page);
  const { body } = await call(page, "integrations/list");
  settings = `${clara.url}/settings/integrations/${body[0].id}/write-back`;
  await page.context().close();
});

after(async () => {
  await browser?.close();
  await clara?.stop();
});

/** A job's panel on the page of the settings. */
const panel = (page, { title }) => page.locator(".panel").filter({ has: page.getByRole("heading", { name: title, exact: true }) });

/** Where a column's stage is chosen. */
const stageOf = (within, name) => within.locator("label", { hasText: new RegExp(`^${name}`) }).locator("select");

/** Switches as the page's person, past the page; answers the status. */
const switchOn = (page, job, stages) => page.evaluate(async (fields) => {
  const headers = { "content-type": "application/json" };
  return (await fetch("/api/write-back/switch", { method: "POST", headers, body: JSON.stringify(fields) })).status;
}, { job: job.id, on: true, stages });

/** Whether a stage was ever sent to Lever. Calls that Lever refused (429) count too, so their number says nothing. */
async function sent() {
  const { data } = await simulate(clara, "GET", "/calls");
  return Object.keys(data).some((route) => /^PUT \/opportunities\/.*\/stage$/.test(route));
}

/** The changes of a candidacy's stage that came since, by CLARA: it acts in nobody's name, and people at Lever do in theirs. */
async function changed({ opportunity, changes }) {
  const { stage_changes: all } = await atLever(opportunity);
  return all.slice(changes).map((change) => [change.toStageId, change.userId ?? "CLARA"]);
}

/** The candidacy at Lever, as it stands there. */
async function atLever(id) {
  const { data } = await simulate(clara, "GET", "/opportunities");
  return data.find((one) => one.id === id);
}

/** A card among the unqualified whose candidacy at Lever is told by its name, and stands in another stage. */
async function somebody(page, stage) {
  const { data } = await simulate(clara, "GET", "/opportunities");
  for (const card of await column(page, "Not Qualified").locator(".card").all()) {
    const name = await card.locator(".card-name").innerText();
    const [found, ...more] = data.filter((one) => one.name === name);
    if (!found || more.length > 0 || found.archived || found.stage === stage) continue;
    return { application: await card.getAttribute("data-application"), name, opportunity: found.id, stage: found.stage, changes: found.stage_changes.length };
  }
  return assert.fail("nobody can be told by name");
}

test("neither a Partner Admin nor a Recruiter is offered it, or can switch it on", async () => {
  for (const who of [people.partnerAdmin, people.recruiter]) {
    const page = await newPage(browser);
    await signIn(page, clara, who);
    await page.goto(`${clara.url}/settings/integrations`);
    await hydrated(page);
    assert.equal(await page.getByRole("link", { name: "Write-back" }).count(), 0, who);
    await page.goto(settings);
    await hydrated(page);
    await page.getByText("Your role does not allow this").first().waitFor();
    assert.equal(await page.getByRole("button", { name: /Switch on|Ask for the permission/ }).count(), 0, who);
    assert.equal(await switchOn(page, jobs[0], []), 403, who);
    await page.context().close();
  }
});

let offer;

test("an Owner asks for the permission at Lever and switches it on for a job; another tab takes nothing that is being chosen", async () => {
  const page = await newPage(browser);
  await signIn(page, clara, people.owner);
  await page.goto(settings);
  await hydrated(page);
  assert.ok(await page.getByRole("button", { name: "Switch on" }).first().isDisabled());
  await page.getByRole("button", { name: "Ask for the permission" }).click();
  await page.waitForURL((url) => url.origin === new URL(clara.simulator).origin);
  await page.getByText("opportunities:write:admin").waitFor();
  await page.getByRole("button", { name: "Accept" }).click();
  await page.waitForURL(/\/write-back$/);
  await hydrated(page);
  await page.getByText("has granted the permission").waitFor();
  const ours = panel(page, jobs[0]);
  await ours.getByText("Stage of each column").click();
  const stage = stageOf(ours, "Qualified");
  await stage.selectOption({ label: "Offer" });
  offer = await stage.inputValue();

  // Another tab switches the second job on; that news must not take the choice that is not saved yet.
  const other = await page.context().newPage();
  await other.goto(settings);
  await hydrated(other);
  const second = panel(other, jobs[1]);
  await second.getByText("Stage of each column").click();
  await stageOf(second, "Qualified").selectOption({ label: "Offer" });
  await second.getByRole("button", { name: "Switch on" }).click();
  await panel(page, jobs[1]).getByText("On", { exact: true }).waitFor();
  await other.close();
  assert.equal(await stage.inputValue(), offer);
  await takePictures(page, "write-back");
  await page.setViewportSize({ width: 1440, height: 900 });
  await ours.getByRole("button", { name: "Switch on" }).click();
  await ours.getByText("On", { exact: true }).waitFor();
  assert.deepEqual(page.problems, []);
  await page.context().close();
});

test("a move on the board then moves the stage in Lever, once, and Lever's news of it moves no card", async () => {
  const page = await newPage(browser);
  await signIn(page, clara, people.recruiter);
  await openBoard(page, clara, jobs[0]);
  assert.ok(!(await sent()), "until then no stage was ever written");
  const card = await somebody(page, offer);
  await drag(page, card, "Qualified");
  await toast(page, `${card.name} moved to Qualified`).waitFor();
  await until("the stage in Lever", async () => (await atLever(card.opportunity)).stage === offer);
  // The card shows the stage as soon as Lever told of it.
  await cardIn(page, "Qualified", card).locator(".stage", { hasText: "Offer" }).waitFor();
  assert.deepEqual(await changed(card), [[offer, "CLARA"]]);
  await page.context().close();
});

test("switched off again, a move writes a note and no stage", async () => {
  const owner = await newPage(browser);
  await signIn(owner, clara, people.owner);
  await owner.goto(settings);
  await hydrated(owner);
  const ours = panel(owner, jobs[0]);
  await ours.getByRole("button", { name: "Switch off" }).click();
  await ours.getByText("Off", { exact: true }).waitFor();
  await owner.context().close();

  const page = await newPage(browser);
  await signIn(page, clara, people.recruiter);
  await openBoard(page, clara, jobs[0]);
  const card = await somebody(page, offer);
  await simulate(clara, "DELETE", "/calls");
  const notes = async () => (await simulate(clara, "GET", `/opportunities/${card.opportunity}/notes`)).data.length;
  const told = await notes();
  await drag(page, card, "Qualified");
  await toast(page, `${card.name} moved to Qualified`).waitFor();
  // The note of the move goes when the card has rested, and so would the stage.
  await until("the note of the move", async () => (await notes()) > told);
  await page.waitForTimeout(3000);
  assert.equal((await atLever(card.opportunity)).stage, card.stage);
  assert.deepEqual(await changed(card), []);
  assert.ok(!(await sent()), "no stage is even sent");
  await page.context().close();
});
