// What happened to a candidate, told in their profile; and the one comment that the team shows to a hiring manager, with a link or an account.
import { AxeBuilder } from "@axe-core/playwright";
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openBoard } from "../support/board.js";
import { launchBrowser, newPage, takePictures } from "../support/browser.js";
import { call, hydrated, imported, people, signIn, startClara } from "../support/clara.js";

const vera = "vera@elsewhere.example";
const words = { shown: "Strong on SQL: look at page 2.", internal: "Asks for too much money." };

let clara;
let browser;
let owner;
let recruiter;
let phone;
let job;
let application;

before(async () => {
  [clara, browser] = await Promise.all([startClara({ opportunities: 60 }), launchBrowser()]);
  owner = await newPage(browser);
  recruiter = await newPage(browser);
  phone = await newPage(browser, { width: 390, height: 844, touch: true });
  await signIn(owner, clara);
  await signIn(recruiter, clara, people.recruiter);
  [job] = await imported(recruiter);
  await openBoard(recruiter, clara, job);
  application = await recruiter.locator(".board .card[data-application]").first().getAttribute("data-application");
  await share(vera);
  await phone.goto(await mailedLink());
  await phone.getByRole("button", { name: "Show the candidates" }).click();
  await phone.locator(".review-row a").first().click();
  await phone.getByRole("heading", { name: "Resume" }).waitFor();
});

after(async () => {
  await browser?.close();
  await clara?.stop();
});

/** The recruiter shares the candidate. */
async function share(to) {
  const share = { job: job.id, applications: [application], to: [to], message: "", score: true, evidence: true, votes: "never", due_at: null };
  const status = await recruiter.evaluate(async (body) => {
    const headers = { "content-type": "application/json" };
    return (await fetch("/api/shares/send", { method: "POST", headers, body: JSON.stringify(body) })).status;
  }, { share });
  assert.equal(status, 200);
}

/** The link of the mail, out of the folder that keeps them. */
async function mailedLink() {
  for (;;) {
    const { body } = await call(owner, "mails/list");
    const link = /http:\S+\/r\/\S+/.exec(body.kept.find((mail) => mail.to === vera)?.text ?? "");
    if (link) return link[0];
    await owner.waitForTimeout(200);
  }
}

/** Opens the shared candidate beside the board, on this tab. */
async function openProfile(page, tab) {
  await page.goto(`${clara.url}/jobs/${job.id}?application=${application}`);
  await hydrated(page);
  await page.locator(".live.on").waitFor();
  await page.locator("aside.pane").getByRole("tab", { name: tab }).click();
}

/** No rule of accessibility is broken by what is on the page now. */
async function accessible(page) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]), []);
}

test("one comment is shown to a hiring manager with a link, and is gone when it is hidden", async () => {
  await Promise.all([openProfile(owner, /Comments/), openProfile(recruiter, /Comments/)]);
  const [ours, theirs] = [owner.locator(".comments"), recruiter.locator(".comments")];
  for (const text of [words.shown, words.internal]) {
    await ours.getByLabel("Write a comment").fill(text);
    await ours.getByRole("button", { name: "Comment", exact: true }).click();
    await theirs.getByText(text).waitFor();
  }
  await phone.reload();
  assert.equal(await phone.getByText("Comments for you").count(), 0, "internal at first");

  // The recruiter shows what the owner wrote: both see that it is shown, and Vera sees it.
  const row = (place, text) => place.locator("article.comment", { hasText: text });
  await row(theirs, words.shown).getByRole("button", { name: "Show to hiring managers" }).press("Enter");
  for (const place of [ours, theirs]) {
    await row(place, words.shown).getByText("Shown to hiring managers").waitFor();
    assert.equal(await row(place, words.internal).getByText("Shown to hiring managers").count(), 0);
  }
  await takePictures(recruiter, "comments-shown");
  await recruiter.setViewportSize({ width: 1440, height: 900 });
  await accessible(recruiter);
  await phone.reload();
  const part = phone.locator(".review-part", { has: phone.getByRole("heading", { name: "Comments for you" }) });
  await part.getByText(words.shown).waitFor();
  assert.match(await part.locator("time").getAttribute("datetime"), /^\d{4}-/);
  assert.ok(!(await phone.content()).includes(words.internal));
  await phone.screenshot({ path: new URL("../shots/review-comments-phone.png", import.meta.url).pathname });
  await accessible(phone);

  await row(ours, words.shown).getByRole("button", { name: "Hide from hiring managers" }).click();
  await row(theirs, words.shown).getByRole("button", { name: "Show to hiring managers" }).waitFor();
  await phone.reload();
  assert.equal(await phone.getByText("Comments for you").count(), 0);
  assert.ok(!(await phone.content()).includes(words.shown));
  assert.deepEqual([owner.problems, recruiter.problems, phone.problems], [[], [], []]);
});

test("the timeline tells who shared, each decision and each change, the newest first, while one looks", async () => {
  await openProfile(recruiter, "Timeline");
  const list = recruiter.getByRole("list", { name: "What happened, the newest first" });
  await list.getByText(`shared the candidate with ${vera}`).waitFor();
  const decide = async (name) => {
    await phone.getByRole("button", { name, exact: true }).click();
    await phone.getByText("You said").waitFor();
    await phone.locator(".review-row a").first().click();
    await phone.getByRole("heading", { name: "Resume" }).waitFor();
  };
  await decide("Advance");
  await list.getByText(`${vera} advanced the candidate`).waitFor();
  await decide("Decline");
  await list.getByText(`${vera} changed their decision from “Advance” to “Decline”`).waitFor();
  const told = await list.getByRole("listitem").allInnerTexts();
  const at = (words) => told.findIndex((text) => words.test(text));
  const order = [/changed their decision/, /advanced the candidate/, /hid a comment/, /showed a comment/, /wrote a comment/, /shared the candidate/, /CLARA’s score|could not give a score/].map(at);
  assert.ok(order.every((place) => place >= 0), told.join("\n"));
  assert.deepEqual(order, order.toSorted((one, other) => one - other), told.join("\n"));
  assert.ok(!told.join().includes(words.internal), "that there was a comment, not what it says");
  await takePictures(recruiter, "timeline");
  await recruiter.setViewportSize({ width: 1440, height: 900 });
  await accessible(recruiter);
  assert.deepEqual([recruiter.problems, phone.problems], [[], []]);
});

test("a hiring manager with an account reads what is shown and what they wrote, while it happens, and nothing else", async () => {
  await share(people.hiringManager);
  const manager = await newPage(browser);
  await signIn(manager, clara, people.hiringManager);
  await Promise.all([openProfile(recruiter, /Comments/), openProfile(manager, /Comments/)]);
  const [theirs, mine] = [recruiter.locator(".comments"), manager.locator(".comments")];
  const row = (place, text) => place.locator("article.comment", { hasText: text });
  const write = async (place, text) => {
    await place.getByLabel("Write a comment").fill(text);
    await place.getByRole("button", { name: "Comment", exact: true }).click();
  };
  await mine.getByText("No comments yet.").waitFor();
  await write(theirs, "A third opinion.");
  await row(theirs, "A third opinion.").waitFor();
  await write(mine, "I worked with them.");
  await row(theirs, "I worked with them.").waitFor();
  await row(mine, "I worked with them.").waitFor();
  await row(theirs, words.shown).getByRole("button", { name: "Show to hiring managers" }).click();
  await row(mine, words.shown).waitFor();
  await manager.waitForFunction(() => Number.parseInt(document.querySelector(".card-comments")?.textContent, 10) === 2);
  assert.equal(await mine.locator("article.comment").count(), 2);
  assert.equal(await row(mine, words.shown).getByRole("button", { name: /Edit|Delete|hiring managers/ }).count(), 0);
  const content = await manager.content();
  for (const internal of [words.internal, "A third opinion."]) assert.ok(!content.includes(internal), internal);

  await row(mine, "I worked with them.").getByRole("button", { name: "Edit" }).click();
  await mine.getByLabel("Change the comment").fill("I worked with them for a year.");
  await mine.getByRole("button", { name: "Save" }).click();
  await row(theirs, "for a year").waitFor();
  await takePictures(manager, "comments-manager");
  await manager.setViewportSize({ width: 1440, height: 900 });
  await row(theirs, words.shown).getByRole("button", { name: "Hide from hiring managers" }).click();
  await row(mine, words.shown).waitFor({ state: "detached" });
  assert.deepEqual([recruiter.problems, manager.problems], [[], []]);
  await manager.context().close();
});

test("the address of a share's history opens it, and closing it leaves the board", async () => {
  await recruiter.goto(`${clara.url}/jobs/${job.id}?shares=before`);
  await hydrated(recruiter);
  const dialog = recruiter.getByRole("dialog", { name: "Shared before" });
  await dialog.getByText(vera).waitFor();
  await takePictures(recruiter, "shares-before");
  await recruiter.setViewportSize({ width: 1440, height: 900 });
  await accessible(recruiter);
  await recruiter.keyboard.press("Escape");
  await recruiter.waitForURL(`${clara.url}/jobs/${job.id}`);
  await recruiter.locator(".board .card[data-application]").first().waitFor();
  assert.deepEqual(recruiter.problems, []);
});
