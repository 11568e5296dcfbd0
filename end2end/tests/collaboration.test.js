// Two people at one candidate: they see each other, talk in a thread, change their minds, and take words back.
import { AxeBuilder } from "@axe-core/playwright";
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openBoard } from "../support/board.js";
import { launchBrowser, newPage, takePictures } from "../support/browser.js";
import { hydrated, imported, people, signIn, startClara } from "../support/clara.js";

let clara;
let browser;
let job;
let owner;
let recruiter;

before(async () => {
  [clara, browser] = await Promise.all([startClara({ opportunities: 60 }), launchBrowser()]);
  owner = await newPage(browser);
  recruiter = await newPage(browser);
  await signIn(owner, clara);
  await signIn(recruiter, clara, people.recruiter);
  [job] = await imported(owner);
});

after(async () => {
  await browser?.close();
  await clara?.stop();
});

/** The people at the head of the board, or of the profile. */
const looking = (page, place) => page.getByRole("img", { name: new RegExp(`looking at this ${place}`) });

/** Opens the profile of the board's first card on its comments; its address. */
async function openComments(page) {
  await page.locator(".card .card-name").first().click();
  const profile = page.locator("aside.pane");
  await profile.getByRole("tab", { name: /Comments/ }).click();
  await profile.getByLabel("Write a comment").waitFor();
  return page.url();
}

/** No rule of accessibility is broken by what is on the page now. */
async function accessible(page) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]), []);
}

test("colleagues see each other at a board and a profile, and not where they are no more", async () => {
  await openBoard(owner, clara, job);
  await openBoard(recruiter, clara, job);
  const names = [await looking(owner, "board").getAttribute("aria-label"), await looking(recruiter, "board").getAttribute("aria-label")];
  assert.equal(new Set(names).size, 2, "each sees the other");
  const address = await openComments(owner);
  assert.equal(await looking(owner, "profile").count(), 0);
  await recruiter.goto(address);
  await hydrated(recruiter);
  await looking(owner, "profile").waitFor();
  await looking(recruiter, "profile").waitFor();
  await takePictures(owner, "presence");
  await owner.setViewportSize({ width: 1440, height: 900 });

  // Another page: gone at once. Another candidate's profile is another place.
  await recruiter.goto(`${clara.url}/candidates`);
  await looking(owner, "profile").waitFor({ state: "detached" });
  await looking(owner, "board").waitFor({ state: "detached" });

  // A browser that is killed says nothing; half a minute later nobody is shown.
  const other = await launchBrowser();
  const third = await newPage(other);
  await signIn(third, clara, people.partnerAdmin);
  const manager = await newPage(other);
  await signIn(manager, clara, people.hiringManager);
  let asked = 0;
  manager.on("request", (request) => (asked += request.url().includes("/api/presence/")));
  await openBoard(third, clara, job);
  await looking(owner, "board").waitFor();
  await third.route("**/api/presence/**", (route) => route.abort());
  await third.evaluate(() => (navigator.sendBeacon = () => true));
  const killed = Date.now();
  await looking(owner, "board").waitFor({ state: "detached", timeout: 45_000 });
  assert.ok(Date.now() - killed < 32_000, `${Date.now() - killed} ms`);
  assert.equal(asked, 0, "a hiring manager is not told");
  await other.close();
  assert.deepEqual([owner.problems, recruiter.problems], [[], []]);
});

test("a reply with a mention by keyboard is told at once, and comments are changed and deleted for everybody", async () => {
  await openBoard(owner, clara, job);
  const address = await openComments(owner);
  await recruiter.goto(address);
  await hydrated(recruiter);
  const [ours, theirs] = [owner.locator(".comments"), recruiter.locator(".comments")];
  await recruiter.locator("aside.pane").getByRole("tab", { name: /Comments/ }).click();

  await ours.getByLabel("Write a comment").fill("Weak on SQL, I think.");
  await ours.getByRole("button", { name: "Comment", exact: true }).click();
  await theirs.getByText("Weak on SQL, I think.").waitFor();

  // The reply: all by keyboard.
  await theirs.getByRole("button", { name: "Reply" }).press("Enter");
  const field = theirs.getByLabel("Write a reply");
  await field.waitFor();
  await recruiter.waitForFunction(() => document.activeElement?.id === "other-comment");
  await recruiter.keyboard.type("Look at page 2, @");
  const list = theirs.getByRole("listbox", { name: "Members" });
  await list.waitFor();
  const many = await list.getByRole("option").count();
  assert.ok(many >= 2);
  await recruiter.keyboard.press("ArrowDown");
  assert.equal(await list.getByRole("option").nth(1).getAttribute("aria-selected"), "true");
  assert.match(await field.getAttribute("aria-activedescendant"), /-1$/);
  await takePictures(recruiter, "comments-mention");
  await recruiter.setViewportSize({ width: 1440, height: 900 });
  await accessible(recruiter);
  await recruiter.keyboard.press("Escape");
  await list.waitFor({ state: "detached" });
  await recruiter.locator("aside.pane").waitFor();
  const ownerName = await owner.locator("#account-menu strong").textContent();
  await recruiter.keyboard.type(ownerName.slice(0, 2));
  await list.waitFor();
  await recruiter.keyboard.press("Enter");
  assert.equal(await field.inputValue(), `Look at page 2, @${ownerName} `);
  await recruiter.keyboard.type("please");
  await recruiter.keyboard.press("Control+Enter");
  await ours.locator(".replies .comment-text", { hasText: "please" }).waitFor();
  await owner.locator(".toasts.news .toast", { hasText: "mentioned you" }).waitFor();

  // Who writes keeps what they write while others talk.
  await theirs.getByRole("button", { name: "Reply" }).first().click();
  await recruiter.waitForFunction(() => document.activeElement?.id === "other-comment");
  await recruiter.keyboard.type("Half a thought");
  await ours.locator(".thread > .comment").getByRole("button", { name: "Edit" }).click();
  const change = ours.getByLabel("Change the comment");
  assert.equal(await change.inputValue(), "Weak on SQL, I think.");
  await change.fill("Strong on SQL, I see.");
  await ours.getByRole("button", { name: "Save" }).click();
  await theirs.getByText("Strong on SQL, I see.").waitFor();
  assert.equal(await field.inputValue(), "Half a thought");
  await theirs.getByRole("button", { name: "Cancel" }).click();
  await theirs.getByText(/^Edited/).click();
  await theirs.locator(".earlier .comment-text", { hasText: "Weak on SQL, I think." }).waitFor();
  assert.equal(await theirs.locator(".thread > .comment").getByRole("button", { name: "Edit" }).count(), 0, "nobody changes another's words");
  await takePictures(recruiter, "comments-thread");
  await recruiter.setViewportSize({ width: 1440, height: 900 });
  await accessible(recruiter);

  // The card counts what is there.
  const counted = (page, many) => page.waitForFunction((many) => {
    const count = document.querySelector(".card.is-open .card-comments")?.textContent ?? "0";
    return Number.parseInt(count, 10) === many;
  }, many);
  await Promise.all([counted(owner, 2), counted(recruiter, 2)]);
  await ours.locator(".thread > .comment").getByRole("button", { name: "Delete" }).click();
  const dialog = owner.getByRole("dialog", { name: "Delete this comment?" });
  await dialog.waitFor();
  await takePictures(owner, "comments-delete");
  await owner.setViewportSize({ width: 1440, height: 900 });
  await dialog.getByRole("button", { name: "Delete" }).click();
  await theirs.getByText(/A comment was deleted by/).waitFor();
  assert.equal(await theirs.getByText("SQL").count(), 0, "the words are gone");
  await takePictures(recruiter, "comments-deleted");
  await recruiter.setViewportSize({ width: 1440, height: 900 });
  await counted(recruiter, 1);

  // An Owner may delete anybody's; the last answer takes the line with it.
  await ours.locator(".replies").getByRole("button", { name: "Delete" }).click();
  await dialog.getByRole("button", { name: "Delete" }).click();
  await theirs.getByText("No comments yet.").waitFor();
  await counted(recruiter, 0);
  assert.deepEqual([owner.problems, recruiter.problems], [[], []]);
});
