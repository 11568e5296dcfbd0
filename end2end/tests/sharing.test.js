// From the recruiter's press to the hiring manager's decision and back: two browsers and a telephone.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openBoard, toast } from "../support/board.js";
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

/** The dialog, open on the board of the fullest job, with its best Pre-Qualified candidates in sight. */
async function openDialog(page, job) {
  await openBoard(page, clara, job);
  await page.getByRole("button", { name: "Share with Hiring Manager" }).click();
  const dialog = page.getByRole("dialog", { name: "Share with Hiring Manager" });
  await dialog.getByLabel("Column").selectOption({ value: "Pre-Qualified" });
  return dialog;
}

/** The job with the most Pre-Qualified candidates. */
async function wellFilled(page) {
  const standing = (job) => job.counts.find((column) => column.name === "Pre-Qualified").count;
  const jobs = await imported(page);
  return jobs.toSorted((one, other) => standing(other) - standing(one))[0];
}

/** The link of the newest mail to somebody, out of the folder that keeps them. */
async function mailedLink(owner, to) {
  for (;;) {
    const { body } = await call(owner, "mails/list");
    const mail = body.find((kept) => kept.to === to);
    const link = /http:\S+\/r\/\S+/.exec(mail?.text ?? "");
    if (link) return { link: link[0], mail };
    await owner.waitForTimeout(200);
  }
}

test("shared by mail, decided on a telephone without an account, told at once, and at the top of the jobs until done", async () => {
  const recruiter = await newPage(browser);
  await signIn(recruiter, clara, people.recruiter);
  const job = await wellFilled(recruiter);
  const dialog = await openDialog(recruiter, job);
  await dialog.getByLabel("Or by mail address").fill("vera@elsewhere.example");
  const boxes = dialog.locator(".share-candidates .share-list input");
  await boxes.nth(0).check();
  await boxes.nth(1).check();
  const name = (await dialog.locator(".share-candidates .share-list label span").first().innerText()).trim();
  await dialog.getByLabel("Message").fill("Both are strong on paper.\nWho of them would you talk to?");
  await dialog.getByText("Preview of the mail").click();
  await dialog.locator(".share-mail", { hasText: "Both are strong on paper." }).waitFor();
  await takePictures(recruiter, "share-dialog");
  await recruiter.setViewportSize({ width: 1440, height: 900 });
  await dialog.getByRole("button", { name: "Share with Hiring Manager" }).click();
  await toast(recruiter, "2 candidates shared with vera@elsewhere.example").waitFor();
  await recruiter.locator(".mark.decision", { hasText: "shared" }).first().waitFor();
  await takePictures(recruiter, "share-board");
  await recruiter.setViewportSize({ width: 1440, height: 900 });

  const owner = await newPage(browser);
  await signIn(owner, clara);
  const { link, mail } = await mailedLink(owner, "vera@elsewhere.example");
  assert.match(mail.subject, /2 candidates/);
  assert.match(mail.text, /Both are strong on paper/);

  // A telephone; the script is switched off, the pages need none.
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true, javaScriptEnabled: false });
  const phone = await context.newPage();
  let loaded = 0;
  phone.on("response", async (response) => {
    loaded += Number((await response.allHeaders())["content-length"] ?? 0);
  });
  await phone.goto(link);
  await phone.screenshot({ path: new URL("../shots/review-door-phone.png", import.meta.url).pathname });
  await phone.getByRole("button", { name: "Show the candidates" }).click();
  await phone.getByText("Both are strong on paper.").waitFor();
  await phone.screenshot({ path: new URL("../shots/review-list-phone.png", import.meta.url).pathname, fullPage: true });
  await phone.getByRole("link", { name: new RegExp(name) }).click();
  await phone.getByRole("heading", { name: "Resume" }).waitFor();
  assert.ok(loaded < 180_000, `${loaded} bytes`);
  await phone.getByLabel("Comment for the recruiter").fill("I would talk to them.");
  await phone.screenshot({ path: new URL("../shots/review-candidate-phone.png", import.meta.url).pathname });
  // The buttons are within reach of a thumb.
  const advance = await phone.getByRole("button", { name: "Advance" }).boundingBox();
  assert.ok(advance.y > 844 / 2 && advance.height >= 44, JSON.stringify(advance));
  const pressed = Date.now();
  await phone.getByRole("button", { name: "Advance" }).click();

  // The recruiter hears of it at once, in the upper right corner and in the bell.
  const news = recruiter.locator(".toasts.news .toast", { hasText: `advanced ${name}` });
  await news.waitFor({ timeout: 5000 });
  const took = Date.now() - pressed;
  const corner = await news.boundingBox();
  assert.ok(corner.x > 720 && corner.y < 200, JSON.stringify(corner));
  assert.ok(took < 2500, `${took} ms with the phone's own page in it`);
  await recruiter.locator(".bell-count", { hasText: "1" }).waitFor();
  await recruiter.locator(".mark.decision.good", { hasText: "advanced" }).first().waitFor();
  await recruiter.getByRole("button", { name: "Notifications: 1 unread" }).click();
  await recruiter.locator(".bell-menu", { hasText: `advanced ${name}` }).waitFor();
  await takePictures(recruiter, "share-bell");
  await recruiter.setViewportSize({ width: 1440, height: 900 });
  await recruiter.getByRole("button", { name: /^Notifications$/ }).waitFor();

  // The phone: what was said, and the way to undo it.
  await phone.getByText("Undo").first().waitFor();
  await phone.screenshot({ path: new URL("../shots/review-done-phone.png", import.meta.url).pathname, fullPage: true });

  // At the top of the jobs, until it is done.
  await recruiter.goto(`${clara.url}/jobs`);
  await hydrated(recruiter);
  const top = recruiter.getByRole("region", { name: "Advanced candidates" });
  await top.getByText("I would talk to them.").waitFor();
  await takePictures(recruiter, "share-jobs");
  await recruiter.setViewportSize({ width: 1440, height: 900 });
  await top.getByRole("button", { name: `Done with ${name}` }).click();
  await top.waitFor({ state: "detached" });

  // What was decided stands now.
  await phone.reload();
  await phone.getByRole("link", { name: new RegExp(name) }).click();
  await phone.getByText("your decision stands").waitFor();
  await phone.screenshot({ path: new URL("../shots/review-stands-phone.png", import.meta.url).pathname });

  // The history: revoked, the link is dead at once.
  await openBoard(recruiter, clara, job);
  await recruiter.getByRole("button", { name: "Share with Hiring Manager" }).click();
  await recruiter.getByRole("button", { name: "Shared before" }).click();
  const share = recruiter.locator(".share", { hasText: "vera@elsewhere.example" });
  await share.getByText("Opened").waitFor();
  await takePictures(recruiter, "share-history");
  await recruiter.setViewportSize({ width: 1440, height: 900 });
  await share.getByRole("button", { name: "Revoke", exact: true }).click();
  await share.getByText("Link ended").waitFor();
  await phone.reload();
  await phone.getByText("This link does not work").waitFor();
  assert.deepEqual([recruiter.problems, owner.problems], [[], []]);
});

test("a hiring manager with an account finds the candidates on Jobs and decides there", async () => {
  const recruiter = await newPage(browser);
  await signIn(recruiter, clara, people.recruiter);
  const job = await wellFilled(recruiter);
  const manager = await newPage(browser);
  await signIn(manager, clara, people.hiringManager);
  const dialog = await openDialog(recruiter, job);
  await dialog.locator(".share-people input").first().check();
  await dialog.locator(".share-candidates .share-list input").first().check();
  await dialog.getByRole("button", { name: "Share with Hiring Manager" }).click();

  // Told at once, though nobody reloads.
  await manager.locator(".toasts.news .toast", { hasText: "asks for your decision" }).waitFor();
  await manager.getByRole("region", { name: "Shared with you" }).waitFor();
  await takePictures(manager, "share-manager");
  await manager.getByRole("link", { name: "Decide on 1 candidate" }).click();
  await manager.locator(".review-row a").first().click();
  await manager.getByRole("heading", { name: "Resume" }).waitFor();
  await takePictures(manager, "review-candidate");
  await manager.getByRole("button", { name: "Not sure" }).click();
  await manager.getByText("You decided on everybody").waitFor();
  await takePictures(manager, "review-list");
  await recruiter.locator(".toasts.news .toast", { hasText: "is not sure about" }).waitFor();
  assert.deepEqual([recruiter.problems, manager.problems], [[], []]);
});

test("one chooses how soon mails tell of what", async () => {
  const page = await newPage(browser);
  await signIn(page, clara, people.recruiter);
  await page.goto(`${clara.url}/account`);
  await hydrated(page);
  await page.getByLabel("A hiring manager decides").selectOption("daily");
  await toast(page, "Your choice is saved.").waitFor();
  await takePictures(page, "share-account");
  await page.reload();
  await hydrated(page);
  assert.equal(await page.getByLabel("A hiring manager decides").inputValue(), "daily");
});
