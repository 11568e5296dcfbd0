// From the recruiter's press to the hiring manager's decision and back: two browsers, a telephone, a mail server and the ATS.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { column, openBoard, toast } from "../support/board.js";
import { launchBrowser, newPage, takePictures } from "../support/browser.js";
import { hydrated, imported, people, signIn, startMailingClara } from "../support/clara.js";
import { startSmtp } from "../support/smtp.js";

/** What a review may weigh, in bytes as they travel: the door, the list and a candidate together. */
const reviewWeight = 180_000;
/** How long after a decision its news may stand on the recruiter's page, in milliseconds. */
const newsWithin = 1000;

let clara;
let browser;
let smtp;

before(async () => {
  smtp = await startSmtp();
  [clara, browser] = await Promise.all([startMailingClara(smtp, { opportunities: 160 }), launchBrowser()]);
});

after(async () => {
  await browser?.close();
  await clara?.stop();
  await smtp?.stop();
});

/** The dialog, open on the board of a job, with its best Pre-Qualified candidates in sight. */
async function openDialog(page, job) {
  await openBoard(page, clara, job);
  await page.getByRole("button", { name: "Share with Hiring Manager" }).click();
  const dialog = page.getByRole("dialog", { name: "Share with Hiring Manager" });
  await dialog.getByLabel("Column").selectOption({ value: "Pre-Qualified" });
  return dialog;
}

/** Ticks one of the candidates in sight; their name. */
async function choose(dialog, at) {
  const row = dialog.locator(".share-candidates .share-list label").nth(at);
  await row.locator("input").check();
  return (await row.locator("span").first().innerText()).trim();
}

/** Presses the button, and waits until the mails are on their way. */
async function send(page, dialog, words) {
  await dialog.getByRole("button", { name: "Share with Hiring Manager" }).click();
  await toast(page, words).waitFor();
}

/** The job with the most Pre-Qualified candidates. */
async function wellFilled(page) {
  const standing = (job) => job.counts.find((column) => column.name === "Pre-Qualified").count;
  const jobs = await imported(page);
  return jobs.toSorted((one, other) => standing(other) - standing(one))[0];
}

/** The newest mail to somebody that fits, with the link that stands in it. */
async function mailed(to, fits = () => true) {
  const mail = await smtp.mail((mail) => mail.to.includes(to) && fits(mail));
  const link = /http:\S+\/r\/\S+/.exec(mail.text)?.[0];
  assert.ok(link, mail.text);
  return { link, mail };
}

/** A telephone; the script is switched off, the pages have none. */
async function newPhone() {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, javaScriptEnabled: false });
  return context.newPage();
}

/** The review behind a link, open on a telephone. */
async function openReview(link) {
  const phone = await newPhone();
  await phone.goto(link);
  await phone.getByRole("button", { name: "Show the candidates" }).click();
  await phone.locator(".review-list").waitFor();
  return phone;
}

/** A candidate in the list of a review. */
function listed(phone, name) {
  return phone.locator(".review-row").filter({ has: phone.getByText(name, { exact: true }) });
}

/** Opens a candidate of a review. */
async function look(phone, name) {
  await listed(phone, name).getByRole("link").click();
  await phone.getByRole("heading", { name: "Resume" }).waitFor();
}

/** Decides on the candidate in sight; the moment at which the server answered. */
async function decide(phone, decision) {
  const posted = phone.waitForEvent("requestfinished", (request) => request.method() === "POST");
  await phone.getByRole("button", { name: decision, exact: true }).tap();
  const { startTime, responseStart } = (await posted).timing();
  assert.ok(responseStart > 0, "the browser says when the answer came");
  return startTime + responseStart;
}

/** Makes a page remember when which news came to stand in its corner; answers a function that waits for one's moment. */
async function newsMoments(page) {
  await page.evaluate(() => {
    const seen = new Set();
    window.newsMoments = [];
    const look = () => {
      for (const news of document.querySelectorAll(".toasts.news .toast")) {
        if (seen.has(news)) continue;
        seen.add(news);
        window.newsMoments.push({ words: news.textContent, at: performance.timeOrigin + performance.now() });
      }
    };
    new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
  });
  return async (words) => {
    const found = (words) => window.newsMoments.find((news) => news.words.includes(words))?.at;
    return (await page.waitForFunction(found, words)).jsonValue();
  };
}

/** A card among the Pre-Qualified, by its candidate. */
function cardOf(page, name) {
  return column(page, "Pre-Qualified").locator(".card", { has: page.locator(".card-name").getByText(name, { exact: true }) });
}

/** What the simulator answers to its own pages. */
async function simulated(path) {
  const answer = await fetch(`${clara.simulator}/sim/api/${path}`);
  assert.equal(answer.status, 200);
  return (await answer.json()).data;
}

/** The notes with these words in the ATS, as soon as there is one. Decisions rest for ten seconds before they are told. */
async function notesSaying(words) {
  const until = Date.now() + 60_000;
  for (;;) {
    const notes = (await simulated("notes")).filter(({ note }) => JSON.stringify(note).includes(words));
    if (notes.length > 0 || Date.now() > until) return notes;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

test("shared by mail, decided on a telephone without an account, told at once, and at the top of the jobs until done", async () => {
  const recruiter = await newPage(browser);
  await signIn(recruiter, clara, people.recruiter);
  const job = await wellFilled(recruiter);
  // A colleague looks at the same board all the time.
  const owner = await newPage(browser);
  await signIn(owner, clara);
  await openBoard(owner, clara, job);

  const dialog = await openDialog(recruiter, job);
  await dialog.getByLabel("Or by mail address").fill("vera@elsewhere.example");
  const name = await choose(dialog, 0);
  const other = await choose(dialog, 1);
  await dialog.getByLabel("Message").fill("Both are strong on paper.\nWho of them would you talk to?");
  await dialog.getByText("Preview of mail and page").click();
  await dialog.locator(".share-mail", { hasText: "Both are strong on paper." }).waitFor();
  await takePictures(recruiter, "share-dialog");
  await recruiter.setViewportSize({ width: 1440, height: 900 });
  await send(recruiter, dialog, "2 candidates shared with vera@elsewhere.example");
  await cardOf(recruiter, name).locator(".mark.decision", { hasText: "shared" }).waitFor();
  await cardOf(owner, name).locator(".mark.decision", { hasText: "shared" }).waitFor();
  await takePictures(recruiter, "share-board");
  await recruiter.setViewportSize({ width: 1440, height: 900 });

  // The mail, as a mail server gets it.
  const { link, mail } = await mailed("vera@elsewhere.example");
  assert.equal(mail.from, "clara@northwind.example");
  assert.deepEqual(mail.to, ["vera@elsewhere.example"]);
  assert.match(mail.subject, /2 candidates/);
  for (const words of ["Both are strong on paper.", name, other]) assert.ok(mail.text.includes(words), mail.text);

  const phone = await newPhone();
  const requests = [];
  phone.on("requestfinished", (request) => requests.push(request));
  await phone.goto(link);
  await phone.screenshot({ path: new URL("../shots/review-door-phone.png", import.meta.url).pathname });
  assert.ok(!(await phone.content()).includes(name), "a mail scanner that looks learns no name");
  await phone.getByRole("button", { name: "Show the candidates" }).click();
  await phone.getByText("Both are strong on paper.").waitFor();
  await phone.screenshot({ path: new URL("../shots/review-list-phone.png", import.meta.url).pathname, fullPage: true });
  await look(phone, name);
  await phone.waitForLoadState("load");
  const sizes = await Promise.all(requests.map((request) => request.sizes()));
  // What comes out of the browser's cache weighs nothing; Chromium counts its headers off.
  const weight = sizes.reduce((sum, size) => sum + Math.max(0, size.responseBodySize), 0);
  assert.ok(sizes.length >= 4 && weight > 1000 && weight <= reviewWeight, `${weight} bytes in ${sizes.length} answers`);
  await phone.getByLabel("Comment for the recruiter").fill("I would talk to them.");
  await phone.screenshot({ path: new URL("../shots/review-candidate-phone.png", import.meta.url).pathname });
  // The buttons are within reach of a thumb.
  const advance = await phone.getByRole("button", { name: "Advance" }).boundingBox();
  assert.ok(advance.y > 844 / 2 && advance.height >= 44, JSON.stringify(advance));
  const moment = await newsMoments(recruiter);
  const advanced = await decide(phone, "Advance");

  // The recruiter hears of it at once, in the upper right corner and in the bell.
  const news = recruiter.locator(".toasts.news .toast", { hasText: `advanced ${name}` });
  const corner = await news.boundingBox();
  assert.ok(corner.x > 720 && corner.y < 200, JSON.stringify(corner));
  const took = [(await moment(`advanced ${name}`)) - advanced];
  await recruiter.locator(".bell-count", { hasText: "1" }).waitFor();
  // On every board that is open.
  for (const page of [recruiter, owner]) await cardOf(page, name).locator(".mark.decision.good", { hasText: "advanced" }).waitFor();

  // The phone: what was said, and the way to undo it.
  await phone.getByText("Undo").first().waitFor();
  await phone.screenshot({ path: new URL("../shots/review-done-phone.png", import.meta.url).pathname, fullPage: true });

  // Once more, and the better of the two counts: the machine may have been busy.
  await look(phone, other);
  const declined = await decide(phone, "Decline");
  took.push((await moment(`declined ${other}`)) - declined);
  assert.ok(Math.min(...took) <= newsWithin, `${took.join(" and ")} ms from the answer to the news`);
  for (const page of [recruiter, owner]) await cardOf(page, other).locator(".mark.decision.bad", { hasText: "declined" }).waitFor();
  await recruiter.getByRole("button", { name: "Notifications: 2 unread" }).click();
  await recruiter.locator(".bell-menu", { hasText: `advanced ${name}` }).waitFor();
  const ofJob = recruiter.locator(".bell-group", { has: recruiter.getByRole("heading", { name: job.title, exact: true }) });
  const grouped = await ofJob.getByRole("listitem").allInnerTexts();
  assert.equal(grouped.length, 2, grouped.join("\n"));
  assert.ok(grouped[0].includes(`declined ${other}`) && grouped[1].includes(`advanced ${name}`), grouped.join("\n"));
  await takePictures(recruiter, "share-bell");
  await recruiter.setViewportSize({ width: 1440, height: 900 });
  await recruiter.getByRole("button", { name: /^Notifications$/ }).waitFor();

  // At the top of the jobs, until it is done.
  await recruiter.goto(`${clara.url}/jobs`);
  await hydrated(recruiter);
  const top = recruiter.getByRole("region", { name: "Advanced candidates" });
  await top.getByText("I would talk to them.").waitFor();
  const above = await top.boundingBox();
  const first = await recruiter.locator("a.job-title").first().boundingBox();
  assert.ok(above.y + above.height <= first.y, "it stands above the jobs");
  await takePictures(recruiter, "share-jobs");
  await recruiter.setViewportSize({ width: 1440, height: 900 });
  await top.getByRole("button", { name: `Done with ${name}` }).click();
  await top.waitFor({ state: "detached" });

  // What was decided stands now.
  await phone.reload();
  await listed(phone, name).getByRole("link").click();
  await phone.getByText("your decision stands").waitFor();
  await phone.screenshot({ path: new URL("../shots/review-stands-phone.png", import.meta.url).pathname });

  // The ATS is told what was decided, not why; each once, of the right candidate.
  const candidates = new Map((await simulated("opportunities")).map((opportunity) => [opportunity.id, opportunity.name]));
  const told = async () => [await notesSaying("vera(at)elsewhere.example: advance"), await notesSaying("vera(at)elsewhere.example: decline")];
  const notes = await told();
  assert.deepEqual(notes.map((of) => of.map(({ opportunityId }) => candidates.get(opportunityId))), [[name], [other]]);
  assert.ok(!JSON.stringify(notes).includes("I would talk to them."), "what people write to each other stays in CLARA");

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

  const opportunity = notes[0][0].opportunityId;
  const standing = (await simulated(`opportunities/${opportunity}/notes`)).filter((note) => JSON.stringify(note).includes("decision of the hiring manager"));
  assert.equal(standing.length, 1, "no other came meanwhile");
  assert.equal(smtp.mails.filter((kept) => kept.to.includes("vera@elsewhere.example")).length, 1, "nobody is written to twice");
  assert.deepEqual([recruiter.problems, owner.problems], [[], []]);
});

test("a review shows the match with its evidence and the summary where the share allows it, and nothing of them where not", async () => {
  const recruiter = await newPage(browser);
  await signIn(recruiter, clara, people.recruiter);
  const job = await wellFilled(recruiter);
  let dialog = await openDialog(recruiter, job);
  await dialog.getByLabel("Or by mail address").fill("olga@elsewhere.example");
  const name = await choose(dialog, 0);
  await send(recruiter, dialog, "1 candidate shared with olga@elsewhere.example");
  dialog = await openDialog(recruiter, job);
  await dialog.getByLabel("Or by mail address").fill("carl@elsewhere.example");
  assert.equal(await choose(dialog, 0), name);
  await dialog.getByLabel("Show the score").uncheck();
  await dialog.getByLabel("Show the match with quotes").uncheck();
  await send(recruiter, dialog, "1 candidate shared with carl@elsewhere.example");

  const all = await openReview((await mailed("olga@elsewhere.example")).link);
  assert.match(await listed(all, name).locator(".score").innerText(), /\d+/);
  await look(all, name);
  const summary = (await all.locator(".review-summary").innerText()).trim();
  assert.ok(summary.length > 20, summary);
  const requirement = all.locator(".review-matches > li").filter({ has: all.locator(".review-quote q") }).first();
  assert.match(await requirement.innerText(), /Met|Partly/i);
  const quote = (await requirement.locator(".review-quote q").first().innerText()).trim();
  assert.ok(quote.length > 0);
  assert.equal(await requirement.locator(".verdict").count(), 1);
  assert.equal(await all.locator(".review-candidate svg").count(), 1, "the score as a ring");
  assert.ok((await all.locator(".paper mark").count()) > 0, "the evidence is marked in the resume");

  const little = await openReview((await mailed("carl@elsewhere.example")).link);
  assert.equal(await listed(little, name).locator(".score").count(), 0);
  await look(little, name);
  await little.locator(".paper").waitFor();
  for (const hidden of [".review-summary", ".review-matches", ".review-quote", ".verdict", "mark", ".review-candidate svg"]) {
    assert.equal(await little.locator(hidden).count(), 0, hidden);
  }
  const page = await little.locator("main").innerText();
  assert.ok(!page.includes(summary) && !/\d+ of \d+ met/.test(page), page);
  assert.deepEqual(recruiter.problems, []);
});

test("what is read in one browser is read in the other, and news leads to what it tells of", async () => {
  const here = await newPage(browser);
  const there = await newPage(browser);
  for (const page of [here, there]) await signIn(page, clara, people.recruiter);
  const job = await wellFilled(here);
  const dialog = await openDialog(here, job);
  await dialog.getByLabel("Or by mail address").fill("ben@elsewhere.example");
  const name = await choose(dialog, 0);
  await send(here, dialog, "1 candidate shared with ben@elsewhere.example");
  const phone = await openReview((await mailed("ben@elsewhere.example")).link);
  await look(phone, name);
  await decide(phone, "Advance");
  for (const page of [here, there]) await page.getByRole("button", { name: /^Notifications: \d+ unread$/ }).waitFor();
  await here.getByRole("button", { name: /^Notifications: / }).click();
  for (const page of [here, there]) {
    await page.locator(".bell-count").waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Notifications", exact: true }).waitFor();
  }

  // From another page, to the candidate on the board of the job.
  await there.getByRole("button", { name: "Notifications", exact: true }).click();
  await there.locator(".bell-menu a.menu-item", { hasText: `ben@elsewhere.example advanced ${name}` }).click();
  await there.waitForURL((url) => url.pathname === `/jobs/${job.id}` && url.searchParams.has("application"));
  const pane = there.getByRole("complementary", { name: "Candidate Application Profile" });
  await pane.getByRole("heading", { name }).waitFor();
  assert.deepEqual([here.problems, there.problems], [[], []]);
});

test("a share is added to, taken from, reminded of and ended for one person, out of the history", async () => {
  const recruiter = await newPage(browser);
  await signIn(recruiter, clara, people.recruiter);
  const job = await wellFilled(recruiter);
  const dialog = await openDialog(recruiter, job);
  await dialog.getByLabel("Or by mail address").fill("ruth@elsewhere.example, sam@elsewhere.example");
  const name = await choose(dialog, 0);
  await send(recruiter, dialog, "1 candidate shared with");
  const ruth = await mailed("ruth@elsewhere.example");
  const sam = await mailed("sam@elsewhere.example");
  assert.notEqual(ruth.link, sam.link);

  // Another candidate, chosen where one shares.
  await recruiter.getByRole("button", { name: "Share with Hiring Manager" }).first().click();
  await dialog.getByLabel("Column").selectOption({ value: "Pre-Qualified" });
  const added = await choose(dialog, 1);
  await dialog.locator(".share-candidates .share-list label").nth(0).locator("input").uncheck();
  await dialog.getByRole("button", { name: "Shared before" }).click();
  const share = dialog.locator(".share", { hasText: "ruth@elsewhere.example" });
  await share.getByRole("button", { name: "Add 1 chosen" }).click();
  await toast(recruiter, "The chosen candidates were added").waitFor();
  const before = (who) => share.locator(".share-recipient", { hasText: who });
  const asked = (who, candidate) => before(who).locator("li").filter({ has: recruiter.getByText(candidate, { exact: true }) });
  for (const who of ["ruth@elsewhere.example", "sam@elsewhere.example"]) {
    await asked(who, added).waitFor();
    const again = await mailed(who, (mail) => mail.text.includes(added));
    assert.equal(again.link, (who.startsWith("ruth") ? ruth : sam).link, "the link stays the same");
  }
  const phone = await openReview(ruth.link);
  await listed(phone, added).waitFor();

  // Withdrawn, nobody of the share sees them any more.
  await before("ruth@elsewhere.example").getByRole("button", { name: `Withdraw ${added}` }).click();
  await toast(recruiter, "Withdrawn: nobody of this share sees them any more.").waitFor();
  for (const who of ["ruth@elsewhere.example", "sam@elsewhere.example"]) await asked(who, added).waitFor({ state: "detached" });
  await phone.reload();
  await listed(phone, name).waitFor();
  assert.equal(await listed(phone, added).count(), 0);

  // Reminded: a mail with the same link, about what is still open.
  await before("ruth@elsewhere.example").getByRole("button", { name: "Remind ruth@elsewhere.example" }).click();
  await toast(recruiter, "A reminder is on its way.").waitFor();
  await before("ruth@elsewhere.example").getByText(/^reminded/).waitFor();
  const reminder = await mailed("ruth@elsewhere.example", (mail) => mail.subject.startsWith("Reminder: "));
  assert.equal(reminder.link, ruth.link);
  assert.ok(reminder.mail.text.includes(name) && !reminder.mail.text.includes(added), reminder.mail.text);

  // One person's link ends, the other's goes on.
  await before("sam@elsewhere.example").getByRole("button", { name: "Revoke link" }).click();
  await toast(recruiter, "Their link no longer works.").waitFor();
  await before("sam@elsewhere.example").getByText("Link ended").waitFor();
  assert.equal(await before("sam@elsewhere.example").getByRole("button").count(), 0);
  const late = await newPhone();
  await late.goto(sam.link);
  await late.getByText("This link does not work").waitFor();
  await phone.reload();
  await look(phone, name);
  await decide(phone, "Not sure");
  await asked("ruth@elsewhere.example", name).getByText("Not sure").waitFor();
  assert.equal(smtp.mails.filter((mail) => mail.to.includes("sam@elsewhere.example") && mail.subject.startsWith("Reminder: ")).length, 0);
  assert.deepEqual(recruiter.problems, []);
});

test("a hiring manager with an account finds the candidates on Jobs and decides there", async () => {
  const recruiter = await newPage(browser);
  await signIn(recruiter, clara, people.recruiter);
  const job = await wellFilled(recruiter);
  const manager = await newPage(browser);
  await signIn(manager, clara, people.hiringManager);
  const dialog = await openDialog(recruiter, job);
  await dialog.locator(".share-people li", { hasText: people.hiringManager }).locator("input").check();
  await dialog.locator(".share-candidates .share-list input").first().check();
  await dialog.getByRole("button", { name: "Share with Hiring Manager" }).click();

  // Told at once, though nobody reloads.
  await manager.locator(".toasts.news .toast", { hasText: "asks for your decision" }).waitFor();
  await manager.getByRole("region", { name: "Shared with you" }).waitFor();
  await takePictures(manager, "share-manager");
  // The bell leads to the same review as the page.
  await manager.getByRole("button", { name: /^Notifications: / }).click();
  await manager.locator(".bell-menu a.menu-item", { hasText: "asks for your decision" }).first().click();
  await manager.waitForURL(/\/review\/[0-9a-f-]+$/);
  await manager.locator(".review-row").waitFor();
  const review = manager.url();
  await manager.goto(`${clara.url}/jobs`);
  await hydrated(manager);
  await manager.getByRole("link", { name: "Decide on 1 candidate" }).click();
  await manager.locator(".review-row").waitFor();
  assert.equal(manager.url(), review);
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
