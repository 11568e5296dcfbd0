// What decisions do to a card, by a rule that a recruiter sets; sharing from menus; and when daily mails come.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { cardIn, column, count, firstCard, openBoard, toast } from "../support/board.js";
import { launchBrowser, newPage, takePictures } from "../support/browser.js";
import { call, hydrated, imported, people, signIn, startClara } from "../support/clara.js";

let clara;
let browser;

before(async () => {
  [clara, browser] = await Promise.all([startClara({ opportunities: 160 }), launchBrowser()]);
});

after(async () => {
  await browser?.close();
  await clara?.stop();
});

/** The board of the job with the most Pre-Qualified candidates. */
async function board(page) {
  const standing = (job) => job.counts.find((of) => of.name === "Pre-Qualified").count;
  const jobs = await imported(page);
  await openBoard(page, clara, jobs.toSorted((one, other) => standing(other) - standing(one))[0]);
}

/** The link of the newest mail to somebody, out of the folder that keeps them. */
async function mailedLink(owner, to) {
  for (;;) {
    const { body } = await call(owner, "mails/list");
    const mail = body.kept.find((kept) => kept.to === to);
    const link = /http:\S+\/r\/\S+/.exec(mail?.text ?? "");
    if (link) return link[0];
    await owner.waitForTimeout(200);
  }
}

/** Chooses in the menu of a column. */
async function ofColumn(page, name, words) {
  await column(page, name).getByRole("button", { name: `More for ${name}` }).click();
  await page.getByRole("menuitem", { name: words }).click();
  return page.getByRole("dialog", { name: "Share with Hiring Manager" });
}

test("a job says where a card goes that a hiring manager decided on, and a recruiter takes it back", async () => {
  const page = await newPage(browser);
  await signIn(page, clara, people.recruiter);
  await board(page);

  // The rule, out of a column's menu.
  const rule = await ofColumn(page, "Pre-Qualified", "When they decide…");
  await rule.getByLabel("When hiring managers advance somebody").selectOption({ label: "Move the card to Qualified" });
  await rule.getByLabel("When they decline somebody").selectOption({ label: "Move the card to Rejected" });
  assert.equal(await rule.getByLabel("Reason of the rejection").inputValue(), "Declined by the hiring manager");
  await takePictures(page, "decisions-rule");
  await page.setViewportSize({ width: 1440, height: 900 });
  await rule.getByRole("button", { name: "Save" }).click();
  await toast(page, "It holds for decisions from now on").waitFor();
  await rule.getByRole("button", { name: "Close" }).click();

  // One candidate, out of the card's menu: chosen already.
  const card = await firstCard(page, "Pre-Qualified");
  await cardIn(page, "Pre-Qualified", card).getByRole("button", { name: `Move ${card.name} to…` }).click();
  await takePictures(page, "decisions-card-menu");
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.getByRole("menuitem", { name: "Share with Hiring Manager…" }).click();
  const dialog = page.getByRole("dialog", { name: "Share with Hiring Manager" });
  await dialog.getByText("1 chosen").waitFor();
  assert.ok(await dialog.getByRole("checkbox", { name: card.name }).isChecked());
  await dialog.getByLabel("Or by mail address").fill("vera@elsewhere.example");
  await dialog.getByRole("button", { name: "Share with Hiring Manager" }).click();
  await toast(page, "1 candidate shared with vera@elsewhere.example").waitFor();

  // She says yes, and the card goes where the job says.
  const owner = await newPage(browser);
  await signIn(owner, clara);
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, javaScriptEnabled: false });
  const phone = await context.newPage();
  await phone.goto(await mailedLink(owner, "vera@elsewhere.example"));
  await phone.getByRole("button", { name: "Show the candidates" }).click();
  await phone.locator(".review-row a").first().click();
  await phone.getByRole("button", { name: "Advance" }).click();
  await cardIn(page, "Qualified", card).waitFor();
  await cardIn(page, "Qualified", card).getByRole("link").click();
  const pane = page.getByRole("complementary", { name: "Candidate Application Profile" });
  await pane.getByText("Moved from Pre-Qualified by decision of vera@elsewhere.example").waitFor();
  await takePictures(page, "decisions-moved");
  await page.setViewportSize({ width: 1440, height: 900 });

  // The recruiter thinks otherwise: the move is taken back, the decision stays.
  await pane.getByRole("button", { name: "Move back to Pre-Qualified" }).click();
  await cardIn(page, "Pre-Qualified", card).waitFor();
  await pane.getByText("by decision of").waitFor({ state: "detached" });
  await cardIn(page, "Pre-Qualified", card).locator(".mark.decision.good", { hasText: "advanced" }).waitFor();

  // Beside the board the open candidate can be shared from the profile, too.
  await pane.getByRole("button", { name: `Share ${card.name} with Hiring Manager` }).click();
  await dialog.getByText("1 chosen").first().waitFor();
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
  await pane.getByRole("button", { name: "Close the profile" }).click();

  // A whole column.
  const all = await count(page, "Pre-Qualified");
  const many = await ofColumn(page, "Pre-Qualified", "Share with Hiring Manager…");
  await many.getByText(`${all} chosen`).waitFor();
  await takePictures(page, "decisions-column");
  assert.deepEqual([page.problems, owner.problems], [[], []]);
});

test("what the board’s filter shows is chosen at a press, and the history keeps words and terms", async () => {
  const page = await newPage(browser);
  await signIn(page, clara, people.recruiter);
  await board(page);
  const { name } = await firstCard(page, "Pre-Qualified");
  await page.getByPlaceholder(/^Filter/).fill(name);
  await page.waitForFunction(() => document.querySelectorAll(".card").length < 5);
  await page.getByRole("button", { name: "Share with Hiring Manager" }).click();
  const dialog = page.getByRole("dialog", { name: "Share with Hiring Manager" });
  const shown = dialog.getByRole("button", { name: /^Choose the \d+ that the board’s filter shows/ });
  const many = Number(/\d+/.exec(await shown.innerText())[0]);
  assert.ok(many >= 1 && many < 5, String(many));
  await shown.click();
  await dialog.getByText(`${many} chosen`).waitFor();
  assert.ok(await dialog.getByRole("checkbox", { name }).first().isChecked());
  await dialog.getByLabel("Or by mail address").fill("wanda@elsewhere.example");
  await dialog.getByLabel(/message/i).fill("Found by a filter\n<b>both</b>");
  await takePictures(page, "decisions-filtered");
  await page.setViewportSize({ width: 1440, height: 900 });
  await dialog.getByRole("button", { name: "Share with Hiring Manager" }).click();
  await toast(page, "shared with wanda@elsewhere.example").waitFor();

  await page.getByPlaceholder(/^Filter/).fill("");
  await page.getByRole("button", { name: "Share with Hiring Manager" }).click();
  await dialog.getByText("chosen").first().waitFor();
  assert.equal(await shown.count(), 0, "nobody is hidden");
  await dialog.getByRole("button", { name: "Shared before" }).click();
  const before = dialog.locator(".share", { hasText: "wanda@elsewhere.example" });
  await before.getByText("<b>both</b>").waitFor();
  await before.getByText("They see score and evidence, and what the others decide after their own decision.").waitFor();
  await takePictures(page, "decisions-history");
  assert.deepEqual(page.problems, []);
});

test("one chooses when daily mails come; the time zone is the browser’s at first", async () => {
  const page = await newPage(browser, { timezone: "America/New_York" });
  await signIn(page, clara, people.recruiter);
  await page.goto(`${clara.url}/account`);
  await hydrated(page);
  const zone = page.getByLabel("Time zone");
  await page.getByText("This is your browser’s time zone").waitFor();
  assert.equal(await zone.inputValue(), "America/New_York");
  const form = page.locator(".hour-choices");
  await zone.fill("Middle/Earth");
  await form.getByRole("button", { name: "Save" }).click();
  await page.getByText("CLARA does not know this time zone").waitFor();
  await takePictures(page, "decisions-hours");
  await page.setViewportSize({ width: 1440, height: 900 });
  await zone.fill("Europe/Berlin");
  await page.getByLabel("Daily mails come at").selectOption({ label: "07:00" });
  assert.ok(await page.getByLabel("Until").isDisabled());
  await page.getByLabel("No mails of news from").selectOption({ label: "21:00" });
  await page.getByLabel("Until").selectOption({ label: "06:00" });
  await form.getByRole("button", { name: "Save" }).click();
  await toast(page, "Your hours are saved").waitFor();
  await page.getByLabel("Remind me by mail").uncheck();
  await toast(page, "Your choice is saved.").waitFor();
  await page.reload();
  await hydrated(page);
  assert.equal(await zone.inputValue(), "Europe/Berlin");
  assert.equal(await page.getByLabel("Daily mails come at").inputValue(), "7");
  assert.equal(await page.getByLabel("No mails of news from").inputValue(), "21");
  assert.equal(await page.getByLabel("Until").inputValue(), "6");
  assert.ok(!(await page.getByLabel("Remind me by mail").isChecked()));
  // The refusal is a failed request, which Chromium reports.
  assert.deepEqual(page.problems.filter((words) => !words.includes("Failed to load resource")), []);
});
