// The wizard from the list of ATSs to "Congratulations!", wide, narrow, by keyboard alone; then what the mapping does, and what admins see of a
// stage that nobody mapped. What comes between is in wizard_faults.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launchBrowser, newPage, takePictures } from "../support/browser.js";
import { call, hydrated, imported, people, signIn, startClara } from "../support/clara.js";
import { askForConsent, connect, makeByHand, pressTest, simulate } from "../support/lever.js";

let clara;
let browser;

before(async () => {
  [clara, browser] = await Promise.all([startClara(), launchBrowser()]);
});

after(async () => {
  await browser?.close();
  await clara?.stop();
});

/** Walks from the jobs to the end; `at` is told of each page. */
async function walk(page, at = async () => {}) {
  await page.getByRole("heading", { name: "The connection works" }).waitFor();
  await page.getByRole("checkbox", { name: /^Process / }).first().check();
  await page.getByText(/1 job selected/).waitFor();
  await at("jobs");
  await page.getByRole("button", { name: "Next: Follow-up Questions" }).click();
  await page.waitForURL(/\/follow-up-questions$/);
  await page.getByRole("link", { name: "Next: Status mapping" }).click();
  await page.waitForURL(/\/status-mapping$/);
  await page.getByRole("combobox", { name: "Column for Offer", exact: true }).waitFor();
  await page.getByText("Nothing is changed.").waitFor();
  await at("status-mapping");
  await page.getByRole("button", { name: "Next: Webhooks" }).click();
  await page.waitForURL(/\/webhooks$/);
  await page.getByRole("button", { name: "Send test deliveries" }).click();
  await page.getByText("A test delivery arrived for every event.").waitFor();
  await at("webhooks");
  await page.getByRole("button", { name: "Finish set-up" }).click();
  await page.getByText("Congratulations! The connection between CLARA and Built-in simulator is active.").first().waitFor();
  await page.waitForURL(/\/settings\/integrations$/);
  await at("congratulations");
}

/** Nothing stands wider than the window. */
async function fits(page) {
  const [wide, inner] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
  assert.ok(wide <= inner, `${page.url()} is ${wide} wide in ${inner}`);
}

for (const [width, height] of [[1440, 900], [390, 844]]) {
  test(`the whole wizard at ${width} pixels ends with congratulations`, async () => {
    const page = await newPage(browser, { width, height });
    await signIn(page, clara, people.partnerAdmin);
    await connect(page, clara);
    await walk(page, async (step) => {
      await fits(page);
      if (width === 1440) {
        await takePictures(page, `wizard-${step}`);
        await page.setViewportSize({ width, height });
      }
    });
    assert.deepEqual(page.problems, []);
    await page.context().close();
  });
}

test("the keyboard alone walks the whole wizard", async () => {
  const page = await newPage(browser);
  await signIn(page, clara, people.partnerAdmin);
  await page.goto(`${clara.url}/settings/integrations/new`);
  await hydrated(page);
  const press = (key) => page.keyboard.press(key);
  /** Goes on by Tab until the focus is there. */
  const reach = async (what, target) => {
    for (let tries = 0; tries < 150; tries += 1) {
      if (await target.evaluate((node) => node === document.activeElement).catch(() => false)) return;
      await press("Tab");
    }
    assert.fail(`${what} is not reached by Tab`);
  };
  const radio = page.getByRole("radio", { name: /Built-in simulator/ });
  // One stop for the whole group: arrows choose in it.
  for (let tries = 0; tries < 80 && !(await page.evaluate(() => document.activeElement?.type === "radio")); tries += 1) await press("Tab");
  for (let tries = 0; tries < 4 && !(await radio.isChecked()); tries += 1) await press("ArrowDown");
  if (!(await radio.isChecked())) await press("Space");
  assert.ok(await radio.isChecked());
  await reach("Connect", page.getByRole("button", { name: "Connect to ATS" }));
  await press("Enter");
  await reach("Go to", page.getByRole("dialog").getByRole("button", { name: /^Go to/ }));
  await press("Enter");
  await page.waitForURL((url) => url.origin === new URL(clara.simulator).origin);
  await reach("Accept", page.getByRole("button", { name: "Accept" }));
  await press("Enter");
  await page.waitForURL(/\/jobs$/);
  await hydrated(page);
  const box = page.getByRole("checkbox", { name: /^Process / }).first();
  await box.waitFor();
  await reach("a job", box);
  await press("Space");
  await reach("Next", page.getByRole("button", { name: "Next: Follow-up Questions" }));
  await press("Enter");
  await page.waitForURL(/\/follow-up-questions$/);
  const mapping = page.getByRole("link", { name: "Next: Status mapping" });
  await mapping.waitFor();
  await reach("Next", mapping);
  await press("Enter");
  await page.waitForURL(/\/status-mapping$/);
  const offer = page.getByRole("combobox", { name: "Column for Offer", exact: true });
  await offer.waitFor();
  await reach("the column of Offer", offer);
  await press("Home");
  await page.keyboard.type("Qual");
  await page.getByText(/would move\./).waitFor();
  const next = page.getByRole("button", { name: "Next: Webhooks" });
  await reach("Next", next);
  await press("Enter");
  const leave = page.getByRole("dialog").getByRole("button", { name: "Leave cards where they are" });
  const asked = await Promise.race([
    leave.waitFor().then(() => true),
    page.waitForURL(/\/webhooks$/).then(() => false),
  ]);
  if (asked) {
    await reach("Leave", leave);
    await press("Enter");
  }
  await page.waitForURL(/\/webhooks$/);
  const send = page.getByRole("button", { name: "Send test deliveries" });
  await send.waitFor();
  await reach("Test", send);
  await press("Enter");
  await page.getByText("A test delivery arrived for every event.").waitFor();
  // Each of them is news, for which the page is drawn once more.
  await page.waitForTimeout(1500);
  await reach("Finish", page.getByRole("button", { name: "Finish set-up" }));
  await press("Enter");
  await page.getByText(/^Congratulations!/).first().waitFor();
  await page.context().close();
});

test("each permission that Lever is asked for was explained before, and who may grant it", async () => {
  const page = await newPage(browser);
  await signIn(page, clara, people.partnerAdmin);
  await page.goto(`${clara.url}/settings/integrations/new`);
  await hydrated(page);
  await page.getByRole("radio", { name: /Built-in simulator/ }).check();
  await page.getByRole("button", { name: "Connect to ATS" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText(/a Super Admin \(permission “Manage API credentials and manage integrations”\)/).waitFor();
  const explained = await dialog.locator("dl.permissions dt").allInnerTexts();
  const reasons = await dialog.locator("dl.permissions dd").allInnerTexts();
  assert.equal(reasons.filter((words) => words.trim()).length, explained.length);
  await dialog.getByRole("button", { name: /^Go to/ }).click();
  await page.waitForURL((url) => url.origin === new URL(clara.simulator).origin);
  const asked = new URL(page.url()).searchParams.get("scope").split(" ");
  assert.deepEqual(explained.map((scope) => scope.trim()).toSorted(), asked.toSorted());
  await page.context().close();
});

test("what goes wrong at the consent page is said with the remedy", async () => {
  const page = await newPage(browser);
  await signIn(page, clara, people.partnerAdmin);
  const start = () => askForConsent(page, clara);
  await start();
  await page.getByRole("button", { name: /Deny/ }).click();
  await page.getByRole("alert").getByText(/press Accept there/).waitFor();

  await start();
  const user = page.locator("select[name=user]");
  const other = await user.locator("option").filter({ hasNotText: /super admin/i }).first().getAttribute("value");
  await user.selectOption(other);
  await page.getByRole("button", { name: "Accept" }).click();
  await page.getByRole("alert").getByText(/is not a Super Admin there/).waitFor();

  await simulate(clara, "PATCH", "/switches", { withheld_scopes: "notes:write:admin" });
  await start();
  await page.getByRole("button", { name: "Accept" }).click();
  await page.getByRole("alert").getByText("notes:write:admin").waitFor();
  await takePictures(page, "wizard-missing-scope");
  await simulate(clara, "PATCH", "/switches", { withheld_scopes: "" });
  await page.context().close();
});

test("a plan without webhooks offers the way by hand, and the end without them", async () => {
  await simulate(clara, "POST", "/faults", { kind: "403", method: "POST", path: "/webhooks", times: 1000 });
  const page = await newPage(browser);
  await signIn(page, clara, people.partnerAdmin);
  const id = await connect(page, clara);
  await page.goto(`${clara.url}/settings/integrations/${id}/webhooks`);
  await hydrated(page);
  await page.getByText(/does not let CLARA make webhooks/).waitFor({ timeout: 60_000 });
  await simulate(clara, "DELETE", "/faults");
  const steps = page.locator("details.by-hand ol");
  await steps.getByText("Settings > Integrations and API > Webhooks").waitFor();
  await page.getByRole("button", { name: "Show address for Candidate Hired" }).click();
  const address = await page.getByLabel("Address", { exact: true }).inputValue();
  assert.match(address, /\/hooks\/lever\/.{20,}/);
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  const copy = page.getByRole("button", { name: "Copy address" });
  await copy.click();
  await copy.filter({ hasText: "Copied" }).waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), address);
  const there = await makeByHand(clara, "candidateHired", address);
  // After a reload the address, a secret, is not shown again; its token can be brought all the same.
  await page.reload();
  await hydrated(page);
  await page.getByText("An address was shown before.").waitFor();
  assert.equal(await page.getByLabel("Address", { exact: true }).count(), 0);
  const bring = async (token) => {
    await page.getByLabel("Signature token").fill(token);
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByText("The signature token is kept.").first().waitFor();
    await page.getByText("made by hand").waitFor();
  };
  const row = page.getByRole("row", { name: /Candidate Hired/ });
  const misfit = page.getByText(/this signature token does not fit/);
  // The token of another group is brought. Whoever knows the address alone proves nothing; what Lever sends is refused, and that is said with
  // what to do.
  await bring("5d0b7f2ac94e13886ab1c7d2e0f3945b6a7c8d9e0f1a2b3c");
  const ping = await fetch(address, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ event: "candidateHired", data: {} }) });
  assert.equal(ping.status, 200);
  await page.reload();
  await hydrated(page);
  await row.getByText("Not verified yet", { exact: true }).waitFor();
  await pressTest(clara, there);
  await misfit.waitFor();
  await row.getByText("Not verified yet", { exact: true }).waitFor();
  await takePictures(page, "wizard-by-hand");
  await page.setViewportSize({ width: 1440, height: 900 });
  await bring(there.token);
  await misfit.waitFor({ state: "hidden" });
  await pressTest(clara, there);
  await row.getByText("Verified", { exact: true }).waitFor();
  await page.getByRole("button", { name: "Finish without webhooks" }).click();
  await page.getByText(/^Congratulations!/).first().waitFor();
  await page.context().close();
});

test("a stage that nobody mapped raises an alarm, and mapping it moves its cards when asked", async () => {
  const page = await newPage(browser);
  await signIn(page, clara, people.partnerAdmin);
  const [job] = await imported(page);
  const made = await simulate(clara, "POST", "/stages", { text: "Trial day" });
  const all = (await simulate(clara, "GET", "/opportunities")).data;
  const board = await call(page, "board/cards", { job: job.id });
  const text = JSON.stringify(board.body);
  const somebody = all.find((one) => one.name && !one.archived && text.includes(one.name) && all.filter((other) => other.name === one.name).length === 1);
  await simulate(clara, "PUT", `/opportunities/${somebody.id}/stage`, { stage: made.data.id });
  await page.goto(`${clara.url}/settings/integrations`);
  await hydrated(page);
  await page.getByText("1 stage or archive reason is new and not mapped").first().waitFor({ timeout: 60_000 });
  await page.getByRole("link", { name: /Not mapped/ }).waitFor();
  await takePictures(page, "drift");
  await page.setViewportSize({ width: 1440, height: 900 });

  await page.getByRole("link", { name: "Map them" }).first().click();
  const column = page.getByRole("combobox", { name: "Column for Trial day" });
  await column.waitFor();
  await column.selectOption({ label: "Qualified" });
  await page.getByText("1 card would move.").waitFor();
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await takePictures(page, "mapping-move");
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.getByRole("dialog").getByRole("button", { name: "Move 1 card" }).click();
  await page.getByText("The mapping is saved").first().waitFor();
  await page.goto(`${clara.url}/jobs/${job.id}`);
  await hydrated(page);
  const qualified = page.locator('section.column[aria-label="Qualified, candidates"]');
  await qualified.locator(".card", { hasText: somebody.name }).waitFor();
  await page.context().close();
});

test("jobs are removed later, with the choice of what becomes of their candidates", async () => {
  const page = await newPage(browser);
  await signIn(page, clara, people.owner);
  const { body } = await call(page, "integrations/list");
  const first = body.find((one) => one.jobs > 0 && !one.next_step);
  await page.goto(`${clara.url}/settings/integrations/${first.id}/jobs`);
  await hydrated(page);
  const processed = page.getByRole("row", { name: /processed/ }).first();
  await processed.getByRole("checkbox").uncheck();
  await page.getByRole("button", { name: "Save", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("radio", { name: /Forget their candidates/ }).check();
  await takePictures(page, "wizard-leaving");
  await page.setViewportSize({ width: 1440, height: 900 });
  await dialog.getByRole("button", { name: "Stop and forget" }).click();
  await page.getByText("Saved.").first().waitFor();
  await page.context().close();
});

test("the words of notes are edited with a preview and checked placeholders", async () => {
  const page = await newPage(browser);
  await signIn(page, clara, people.partnerAdmin);
  await page.goto(`${clara.url}/settings/notes`);
  await hydrated(page);
  const move = page.getByRole("region", { name: "Move" });
  const words = move.getByLabel("Words");
  await words.fill("Now: {colum}");
  await move.getByText(/There is no \{colum\}/).waitFor();
  assert.ok(await move.getByRole("button", { name: "Save" }).isDisabled());
  await words.fill("Now: {column}\nWhy: {reason} <b>");
  await move.locator(".note-preview", { hasText: "Why: Strong on payments <b>" }).waitFor();
  await takePictures(page, "notes");
  await move.getByRole("button", { name: "Save" }).click();
  await page.getByText(/^Saved\. Notes are written/).first().waitFor();
  await page.reload();
  await hydrated(page);
  assert.equal(await words.inputValue(), "Now: {column}\nWhy: {reason} <b>");
  // What cannot be taken is answered so.
  assert.deepEqual(page.problems.filter((problem) => !problem.includes("422")), []);
  await page.context().close();
});
