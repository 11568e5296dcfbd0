// A share before it is sent: who is offered first, and the page as the hiring manager will see it.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openBoard, toast } from "../support/board.js";
import { launchBrowser, newPage, takePictures } from "../support/browser.js";
import { call, imported, people, signIn, startClara } from "../support/clara.js";

let clara;
let browser;

before(async () => {
  [clara, browser] = await Promise.all([startClara({ opportunities: 160 }), launchBrowser()]);
});

after(async () => {
  await browser?.close();
  await clara?.stop();
});

/** A job with two Pre-Qualified candidates whose hiring manager the ATS names; with that person. */
async function managed(page) {
  for (const job of await imported(page)) {
    const standing = job.counts.find((column) => column.name === "Pre-Qualified").count;
    const [first] = (await call(page, "shares/people", { job: job.id })).body;
    if (standing >= 2 && first?.known === "of_job") return { job, manager: first };
  }
  throw new Error("no job has a hiring manager and candidates");
}

/** Ticks one of the candidates in sight; their name. */
async function choose(dialog, at) {
  const row = dialog.locator(".share-candidates .share-list label").nth(at);
  await row.locator("input").check();
  return (await row.locator("span").first().innerText()).trim();
}

test("the page follows the terms, leads to every candidate, and can be looked at only", async () => {
  const page = await newPage(browser);
  await signIn(page, clara, people.recruiter);
  const { job, manager } = await managed(page);
  await openBoard(page, clara, job);
  await page.getByRole("button", { name: "Share with Hiring Manager" }).click();
  const dialog = page.getByRole("dialog", { name: "Share with Hiring Manager" });
  const first = dialog.locator(".share-people li").first();
  await first.getByText("Hiring manager of this job").waitFor();
  assert.ok((await first.innerText()).includes(manager.name));

  await dialog.getByLabel("Column").selectOption({ value: "Pre-Qualified" });
  await dialog.locator(".share-column").getByRole("button", { name: "None" }).click();
  const names = [await choose(dialog, 0), await choose(dialog, 1)];
  await dialog.getByText("Preview of mail and page").click();
  await dialog.getByRole("tab", { name: "Page" }).click();

  // The first candidate, with what the terms show.
  const phone = page.frameLocator(".share-phone");
  const candidate = phone.locator(".review-candidate h1");
  await dialog.getByText("Candidate 1 of 2").waitFor();
  await phone.locator(".review-candidate .ring").waitFor();
  await phone.getByRole("heading", { name: "Match" }).waitFor();
  const seen = await candidate.innerText();
  for (const decision of ["Advance", "Not sure", "Decline"]) {
    assert.ok(await phone.getByRole("button", { name: decision }).isDisabled(), decision);
  }
  assert.equal(await phone.locator("a[href]").count(), 0, "nothing leads anywhere");
  await takePictures(page, "share-preview-page");
  const box = await page.locator(".share-phone").boundingBox();
  assert.ok(box.width <= 390, `${box.width} px at the width of a telephone`);
  await page.setViewportSize({ width: 1440, height: 900 });

  await dialog.getByLabel("Show the score").uncheck();
  await phone.locator(".ring").waitFor({ state: "detached" });
  await candidate.waitFor();
  assert.equal(await phone.locator(".ring").count(), 0);
  await dialog.getByLabel("Show the match with quotes").uncheck();
  await phone.getByRole("heading", { name: "Match" }).waitFor({ state: "detached" });

  // The next one, and the list of all.
  await dialog.getByRole("button", { name: "The next page" }).click();
  await dialog.getByText("Candidate 2 of 2").waitFor();
  await phone.locator(".review-candidate h1", { hasText: names.find((name) => name !== seen) }).waitFor();
  assert.ok(await dialog.getByRole("button", { name: "The next page" }).isDisabled());
  await dialog.getByRole("button", { name: "The page before" }).click();
  await dialog.getByRole("button", { name: "The page before" }).click();
  await dialog.getByText("All candidates", { exact: true }).waitFor();
  await phone.locator(".review-row").nth(1).waitFor();
  assert.equal(await phone.locator(".review-row .score").count(), 0);
  await dialog.getByLabel("Message").fill("Whom would you talk to?");
  await dialog.getByLabel("Decide by").fill("2027-12-01");
  await phone.locator(".review-due", { hasText: "1 Dec 2027" }).waitFor();
  await phone.getByText("Whom would you talk to?").waitFor();
  await dialog.getByRole("tab", { name: "Mail" }).click();
  await dialog.locator(".share-mail", { hasText: "Please decide by 1 Dec 2027." }).waitFor();
  assert.deepEqual((await call(page, "shares/list", { job: job.id })).body, [], "nothing was shared by looking");

  // Whom the ATS names gets a mail, though they have no account here.
  await first.locator("input").check();
  await dialog.getByRole("button", { name: "Share with Hiring Manager" }).click();
  await toast(page, `2 candidates shared with ${manager.email}`).waitFor();
  const [share] = (await call(page, "shares/list", { job: job.id })).body;
  assert.deepEqual(share.recipients.map((recipient) => recipient.name), [manager.email]);
  // The frame runs no script, not even what drives this browser.
  assert.deepEqual(page.problems.filter((words) => !words.includes("allow-scripts")), []);
});
