// One's account: from one organization to another, a lost password, sessions that are ended.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openBoard, toast } from "../support/board.js";
import { launchBrowser, newPage, takePictures } from "../support/browser.js";
import { call, hydrated, imported, people, signIn, startClara, startEmptyClara } from "../support/clara.js";
import { startSmtp } from "../support/smtp.js";

const SECOND = "Zephyr Search";

let clara;
let browser;

before(async () => {
  [clara, browser] = await Promise.all([startClara({ organizations: [SECOND] }), launchBrowser()]);
});

after(async () => {
  await browser?.close();
  await clara?.stop();
});

/** Changes the organization by the account menu. */
async function goTo(page, organization) {
  await page.goto(`${clara.url}/candidates`);
  await hydrated(page);
  await page.getByRole("button", { name: /account of/ }).click();
  await page.locator("#account-menu").getByRole("button", { name: organization }).click();
  await page.waitForURL(`${clara.url}/jobs`);
  await hydrated(page);
}

test("an account of two organizations goes to the other one, and tabs that stayed behind do nothing there", async () => {
  const page = await newPage(browser);
  await signIn(page, clara);
  const [job] = await imported(page);
  // Two more tabs of the same browser: one hears what happens, the other is cut off, as one is that slept.
  const hears = await page.context().newPage();
  await openBoard(hears, clara, job);
  const asleep = await page.context().newPage();
  await asleep.route("**/api/events*", (route) => route.abort());
  await asleep.goto(`${clara.url}/settings/members`);
  await hydrated(asleep);

  await goTo(page, SECOND);
  assert.equal(await page.getByText(job.title).count(), 0, "the first organization's jobs are not the second's");
  assert.deepEqual((await call(page, "jobs/list")).body.rows, []);
  const board = await page.context().request.post(`${clara.url}/api/board/read`, {
    headers: { "sec-fetch-site": "same-origin" },
    form: { job: job.id },
  });
  assert.equal(board.status(), 404);
  await hears.waitForURL(/\/sign-in\?error=ended/);

  // It names nothing of the first organization: only the page knows where it is meant.
  await asleep.getByRole("button", { name: "Invite" }).click();
  await asleep.getByLabel("Mail address").fill("strayed@northwind.example");
  await asleep.getByRole("radio", { name: /^Recruiter/ }).check();
  await asleep.getByRole("button", { name: "Send invitation" }).click();
  await toast(asleep, "Your session has ended; nothing was changed.").waitFor();
  const there = await call(page, "members/list");
  assert.deepEqual([there.status, there.body.invitations], [200, []]);
  // Its connection is turned down as soon as there is one.
  await asleep.unroute("**/api/events*");
  await asleep.locator(".connection", { hasText: "Your session has ended." }).waitFor();

  await goTo(page, "Northwind Talent");
  await page.getByText(job.title).locator("visible=true").first().waitFor();
  const here = await call(page, "members/list");
  assert.ok(!JSON.stringify(here.body).includes("strayed"), "nor did it land in the first");
  assert.deepEqual(page.problems, []);
  await page.context().close();
});

test("a session in the list is signed out alone and at once", async () => {
  const [here, there, third] = [await newPage(browser), await newPage(browser), await newPage(browser)];
  for (const page of [here, there]) await signIn(page, clara, people.recruiter);
  await signIn(third, clara, people.partnerAdmin);
  await here.goto(`${clara.url}/account`);
  await hydrated(here);
  const sessions = here.locator(".sessions li");
  assert.equal(await sessions.count(), 2, "one's own, nobody else's");
  await sessions.getByRole("button").click();
  await there.waitForURL(/\/sign-in\?error=ended/);
  assert.equal((await call(there, "jobs/list")).status, 401);
  await toast(here, "It is signed out.").waitFor();
  await here.waitForFunction(() => document.querySelectorAll(".sessions li").length === 1);
  await sessions.getByText("This one").waitFor();
  for (const page of [here, third]) assert.equal((await call(page, "jobs/list")).status, 200);
  assert.deepEqual(here.problems, []);
  for (const page of [here, there, third]) await page.context().close();
});

test("a lost password is replaced by the link in the mail, once, and signs out everywhere", async () => {
  const smtp = await startSmtp();
  const empty = await startEmptyClara({ smtp });
  try {
    const [page, elsewhere] = [await newPage(browser), await newPage(browser)];
    await signIn(elsewhere, empty);
    await page.goto(`${empty.url}/sign-in`);
    await page.getByRole("link", { name: "Forgot your password?" }).click();
    await page.getByRole("heading", { name: "Forgot your password?" }).waitFor();
    await page.getByLabel("Mail address").fill(people.owner);
    await page.getByRole("button", { name: "Send the link" }).click();
    await page.getByText("a mail with a link is on its way").waitFor();
    const mail = await smtp.mail(({ to, text }) => to.includes(people.owner) && text.includes("/reset-password/"));
    const [link] = /http:\S+\/reset-password\/[\w-]+/.exec(mail.text);
    await page.goto(link);
    await hydrated(page);
    await takePictures(page, "reset-password");
    await page.getByLabel(/^New password/).fill("a quite new password");
    await page.getByRole("button", { name: "Set the password" }).click();
    await page.waitForURL(/\/sign-in\?notice=reset/);
    await elsewhere.waitForURL(/\/sign-in\?error=ended/);

    await page.getByLabel("Mail address").fill(people.owner);
    await page.getByLabel("Password").fill("demo-of-clara");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByText("do not belong together").waitFor();
    await signIn(page, empty, people.owner, "a quite new password");
    await page.goto(link);
    await page.getByText("This link does not work any more").waitFor();
  } finally {
    await empty.stop();
    await smtp.stop();
  }
});
