// The wizard through a reload, a killed server and a lost session at every step: the same page, the same choices, nothing twice. Then what goes
// wrong at Lever, each with its remedy.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launchBrowser, newPage } from "../support/browser.js";
import { call, fillSignIn, hydrated, imported, people, signIn, startApart } from "../support/clara.js";
import { askForConsent, connect, simulate, until, webhooks } from "../support/lever.js";

let clara;
let browser;

before(async () => {
  [clara, browser] = await Promise.all([startApart(), launchBrowser()]);
});

after(async () => {
  await browser?.close();
  await clara?.stop();
});

/** What may come between, each with the way back. */
const faults = {
  "a reload": (page) => page.reload(),
  "a killed server": async (page) => {
    await clara.kill();
    await clara.resume();
    await page.reload();
  },
  "a lost session": async (page, step) => {
    await page.evaluate(() => { fetch("/auth/sign-out", { method: "POST" }); });
    await page.waitForURL(new RegExp(`/sign-in\\?error=ended&next=.*${step}$`));
    await fillSignIn(page, people.partnerAdmin);
  },
};

/** Lets each of them happen at a step; after each, the page is the same and what was chosen still holds. */
async function befall(page, id, step, holds) {
  for (const [what, happen] of Object.entries(faults)) {
    await happen(page, step);
    await page.waitForURL(`${clara.url}/settings/integrations/${id}/${step}`);
    await hydrated(page);
    await until(`the choices of ${step} after ${what}`, holds);
  }
  const [wide, inner] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
  assert.ok(wide <= inner, `${step} is ${wide} wide in ${inner}`);
}

/** The two fullest jobs on offer whose names tell them apart. */
async function twoJobs(page) {
  await page.getByRole("checkbox", { name: /^Process / }).first().waitFor();
  const offered = await page.locator("table.postings tbody tr").evaluateAll((rows) => rows.map((row) => ({
    label: row.querySelector("input").getAttribute("aria-label"),
    people: Number(row.querySelector("td.number").textContent),
  })));
  const unlike = offered.filter(({ label }) => offered.filter((other) => other.label === label).length === 1);
  return unlike.toSorted((one, other) => other.people - one.people).slice(0, 2);
}

const kept = (within) => within.locator(".kept-choices", { hasText: "Your choices from before were kept." });
const jobsOf = async (page) => (await call(page, "jobs/list")).body.rows;

for (const [width, height] of [[1440, 900], [390, 844]]) {
  test(`at ${width} pixels every step comes back with its choices, and nothing is there twice in the end`, { timeout: 600_000 }, async () => {
    const page = await newPage(browser, { width, height });
    await signIn(page, clara, people.partnerAdmin);
    await imported(page);
    const known = {
      connections: (await call(page, "integrations/list")).body.length,
      jobs: (await jobsOf(page)).map((job) => job.id),
      webhooks: await webhooks(clara),
    };
    const id = await connect(page, clara);

    // Select jobs.
    const chosen = await twoJobs(page);
    const box = ({ label }) => page.getByRole("checkbox", { name: label, exact: true });
    for (const job of chosen) await box(job).check();
    await befall(page, id, "jobs", async () => {
      const boxes = await Promise.all(chosen.map(async (job) => (await box(job).count()) === 1 && box(job).isChecked()));
      return boxes.every(Boolean) && (await kept(page).isVisible());
    });
    await page.getByText("2 jobs selected").waitFor();
    await page.getByRole("button", { name: "Next: Follow-up Questions" }).click();
    await page.waitForURL(/\/follow-up-questions$/);
    await hydrated(page);

    // Follow-up questions: one panel is saved in the end, the other discarded.
    const [asking, asked] = [page.locator(".asking"), page.locator(".what-is-asked")];
    const stage = asking.getByRole("group", { name: "Stages in which candidates are asked" }).getByRole("checkbox").first();
    const delay = asking.locator("label", { hasText: "After the candidate enters the stage" }).locator("select");
    const words = asked.locator("label", { hasText: "Words above the questions" }).locator("textarea");
    const before = await words.inputValue();
    await stage.check();
    await delay.selectOption({ label: "2 days" });
    await words.fill("Three short questions.");
    await befall(page, id, "follow-up-questions", async () => {
      const shown = (await stage.count()) === 1 && (await stage.isChecked()) && (await delay.inputValue()) === "2880";
      return shown && (await words.inputValue()) === "Three short questions." && (await kept(asking).isVisible()) && kept(asked).isVisible();
    });
    await asking.getByRole("button", { name: "Save", exact: true }).click();
    await page.locator(".toast", { hasText: "Saved." }).first().waitFor();
    await kept(asking).waitFor({ state: "hidden" });
    // Saving one panel draws the page anew, and takes nothing from the other.
    await until("the words that are not saved", async () => (await words.inputValue()) === "Three short questions." && kept(asked).isVisible());
    await kept(asked).getByRole("button", { name: "Discard" }).click();
    await until("the words as they are saved", async () => (await words.inputValue()) === before);
    await page.reload();
    await hydrated(page);
    await stage.waitFor();
    assert.ok(await stage.isChecked());
    assert.equal(await words.inputValue(), before);
    assert.equal(await page.locator(".kept-choices").count(), 0, "nothing is left to save");
    await page.getByRole("link", { name: "Next: Status mapping" }).click();
    await page.waitForURL(/\/status-mapping$/);

    // Status mapping.
    const offer = page.getByRole("combobox", { name: "Column for Offer", exact: true });
    const label = () => offer.evaluate((select) => select.selectedOptions[0].label);
    await offer.selectOption({ label: "Qualified" });
    await befall(page, id, "status-mapping", async () => (await offer.count()) === 1 && (await label()) === "Qualified" && kept(page).isVisible());
    // The list of connections leads on to the first step that is open, where the choices still are.
    await page.goto(`${clara.url}/settings/integrations`);
    await hydrated(page);
    const on = page.locator(`a[href="/settings/integrations/${id}/status-mapping"]`, { hasText: "Go on with the set-up" });
    await on.click();
    await offer.waitFor();
    await until("the column", async () => (await label()) === "Qualified");
    await page.getByRole("button", { name: "Next: Webhooks" }).click();
    const leave = page.getByRole("dialog").getByRole("button", { name: "Leave cards where they are" });
    const moves = await Promise.race([
      leave.waitFor().then(() => true),
      page.waitForURL(/\/webhooks$/).then(() => false),
    ]);
    if (moves) await leave.click();
    await page.waitForURL(/\/webhooks$/);

    // Webhooks: what was tested is the server's to remember.
    await page.getByRole("button", { name: "Send test deliveries" }).click();
    const arrived = page.getByText("A test delivery arrived for every event.");
    await arrived.waitFor();
    await befall(page, id, "webhooks", () => arrived.isVisible());
    await page.getByRole("button", { name: "Finish set-up" }).click();
    await page.getByText(/^Congratulations!/).first().waitFor();
    await page.waitForURL(/\/settings\/integrations$/);

    // Once each.
    await imported(page);
    const { body: connections } = await call(page, "integrations/list");
    assert.equal(connections.length, known.connections + 1);
    const ours = connections.find((connection) => connection.id === id);
    assert.deepEqual([ours.jobs, ours.next_step], [2, null]);
    const news = (await jobsOf(page)).filter((job) => !known.jobs.includes(job.id));
    assert.equal(news.length, 2, "each job once");
    const came = news.reduce((sum, job) => sum + job.candidates, 0);
    const offered = chosen.reduce((sum, job) => sum + job.people, 0);
    assert.ok(came > 0 && came <= offered, `${came} cards of ${offered} candidates`);
    const hooks = await webhooks(clara);
    const more = Object.entries(hooks).map(([event, count]) => count - (known.webhooks[event] ?? 0));
    assert.deepEqual(more, more.map(() => 1), JSON.stringify([known.webhooks, hooks]));

    // What the import took stands beside what was said before.
    await page.goto(`${clara.url}/settings/integrations/${id}/health`);
    await hydrated(page);
    await page.getByText(/^Estimated .+, took .+/).waitFor();
    await page.context().close();
  });
}

test("a server that is killed while somebody reads the consent page takes the answer when it is back", async () => {
  const page = await newPage(browser);
  await signIn(page, clara, people.partnerAdmin);
  const before = (await call(page, "integrations/list")).body.length;
  await askForConsent(page, clara);
  await clara.kill();
  await clara.resume();
  await page.getByRole("button", { name: "Accept" }).click();
  await page.waitForURL(/\/integrations\/[^/]+\/jobs$/);
  await page.getByRole("heading", { name: "The connection works" }).waitFor();
  assert.equal((await call(page, "integrations/list")).body.length, before + 1);
  await page.context().close();
});

test("consent that comes back in another session connects nothing, and says to start again", async () => {
  const page = await newPage(browser);
  await signIn(page, clara, people.partnerAdmin);
  const active = async () => (await call(other, "integrations/list")).body.filter((one) => one.state === "active").length;
  await askForConsent(page, clara);
  const other = await page.context().newPage();
  await other.goto(`${clara.url}/jobs`);
  await hydrated(other);
  const before = await active();
  await other.evaluate(() => { fetch("/auth/sign-out", { method: "POST" }); });
  await other.waitForURL(/\/sign-in\?/);
  await fillSignIn(other, people.partnerAdmin);
  await other.waitForURL(/\/jobs$/);
  await hydrated(other);
  await page.getByRole("button", { name: "Accept" }).click();
  await page.getByRole("alert").getByText(/began in another browser\. Nothing was connected; please start again/).waitFor();
  assert.equal(await active(), before);
  await page.context().close();
});

test("a sandbox token in production is called so, with what to do", async () => {
  const page = await newPage(browser);
  await signIn(page, clara, people.partnerAdmin);
  const id = await connect(page, clara);
  await page.getByRole("heading", { name: "The connection works" }).waitFor();
  await simulate(clara, "POST", "/faults", { kind: "other_environment", method: "GET", path: "/postings", times: 1000 });
  await page.goto(`${clara.url}/settings/integrations/${id}/jobs`);
  await page.getByRole("heading", { name: "The connection does not work yet" }).waitFor();
  const test = page.getByRole("region", { name: "Connection test" });
  await test.getByText(/a sandbox credential does not work in production.*Connect again with the right one/).waitFor();
  await simulate(clara, "DELETE", "/faults");
  await page.context().close();
});

test("an event group that is switched off in Lever is hinted at, with where to switch it on", async () => {
  const page = await newPage(browser);
  await signIn(page, clara, people.partnerAdmin);
  await simulate(clara, "PUT", "/event_groups", { all: false });
  const id = await connect(page, clara);
  await page.goto(`${clara.url}/settings/integrations/${id}/webhooks`);
  await hydrated(page);
  await page.getByRole("button", { name: "Send test deliveries" }).click();
  await page.getByText("A test delivery arrived for every event.").waitFor();
  const hint = page.locator(".notice", { hasText: "may be switched off in Built-in simulator" });
  await hint.getByText("Settings > Integrations and API > Webhooks").waitFor();
  const { data } = await simulate(clara, "GET", "/opportunities");
  const { posting } = data.find((one) => one.posting);
  const never = page.getByRole("row", { name: /Application Created/ }).getByText("none yet");
  await simulate(clara, "POST", "/opportunities", { name: "Una Untold", posting });
  assert.equal(await never.count(), 1, "nothing genuine arrived");
  await simulate(clara, "PUT", "/event_groups", { all: true });
  await simulate(clara, "POST", "/opportunities", { name: "Tilda Told", posting });
  await until("what arrived is on the page", async () => {
    await page.reload();
    await hydrated(page);
    return (await never.count()) === 0;
  });
  await page.context().close();
});
