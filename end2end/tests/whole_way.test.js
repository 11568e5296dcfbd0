// From an application in the ATS to a scored card, its evidence, a move, a comment, and the note back in the ATS.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launchBrowser, newPage } from "../support/browser.js";
import { hydrated, people, signIn, startClara } from "../support/clara.js";

const resume = `Ines Duarte
ines.duarte@mail.example

Experience
Software Engineer, Example Systems
Jan 2016 - Present
Built payment services in Rust and PostgreSQL on Kubernetes; led a team of five.

Education
BSc Computer Science, 2015

Languages
English: C2
`;

let clara;
let browser;

before(async () => {
  [clara, browser] = await Promise.all([startClara(), launchBrowser()]);
});

after(async () => {
  await browser?.close();
  await clara?.stop();
});

/** Opens the first job's board; its title. */
async function openFirstBoard(page) {
  await page.locator("a.job-title").first().click();
  await page.waitForURL(/\/jobs\/[0-9a-f-]+$/);
  await page.locator(".board .column").first().waitFor();
  await page.locator(".live.on").waitFor();
  return (await page.locator("h1").innerText()).split(" · ")[0].trim();
}

/** Somebody applies in the simulator's own pages, as a person does there; the address of their candidacy. */
async function apply(page, job, name) {
  await page.goto(`${clara.simulator}/add`);
  await page.getByLabel("Full name").fill(name);
  await page.getByLabel("Email").fill("ines.duarte@mail.example");
  await page.getByLabel("Job").selectOption({ label: job });
  await page.getByLabel("Resume").setInputFiles({ name: "resume.txt", mimeType: "text/plain", buffer: Buffer.from(resume) });
  await page.getByRole("button", { name: "Add application" }).click();
  await page.waitForURL(/\/candidates\//);
  return page.url();
}

test("an application added in the ATS becomes a scored card on an open board, and its note stands in the ATS", async () => {
  const board = await newPage(browser);
  await signIn(board, clara, people.recruiter);
  const job = await openFirstBoard(board);
  await board.evaluate(() => { window.sinceBefore = true; });
  const ats = await newPage(browser);
  const candidacy = await apply(ats, job, "Ines Duarte");

  // Nobody reloads the board: the card comes by itself, and with a score.
  const card = board.locator(".card", { hasText: "Ines Duarte" });
  await card.locator(".score:not(.none, .pending)").waitFor();
  const [score] = /\d+/.exec(await card.locator(".score").innerText());
  assert.ok(await board.evaluate(() => window.sinceBefore), "the board was loaded anew");

  // The evidence: the profile quotes the resume, and the quote leads to the words in the document.
  await card.locator(".card-name").click();
  const profile = board.locator("aside.pane");
  await profile.getByRole("heading", { name: "Ines Duarte" }).waitFor();
  const quote = profile.locator(".quote").first();
  await quote.waitFor();
  await quote.click();
  await profile.locator(".paper mark.is-spot").waitFor();

  // The way back: both links lead to where the ATS shows the same.
  const there = profile.getByRole("link", { name: "Open in Built-in simulator" });
  assert.equal(await there.getAttribute("href"), candidacy);
  for (const link of [there, board.locator(".board-head a[target=_blank]")]) {
    assert.ok((await link.getAttribute("rel")).split(" ").includes("noopener"));
    const answer = await fetch(await link.getAttribute("href"), { redirect: "manual" });
    assert.equal(answer.status, 200, answer.url);
  }

  // A person's move is seen by everybody who looks.
  const other = await newPage(browser);
  await signIn(other, clara, people.owner);
  await other.goto(board.url().split("?")[0]);
  await hydrated(other);
  await profile.getByRole("button", { name: "Move to…" }).click();
  await board.getByRole("menuitem", { name: "Qualified", exact: true }).click();
  const qualified = (page) => page.locator(".column", { has: page.getByRole("heading", { name: "Qualified", exact: true }) });
  await qualified(board).locator(".card", { hasText: "Ines Duarte" }).waitFor();
  await qualified(other).locator(".card", { hasText: "Ines Duarte" }).waitFor();

  // A comment stays in CLARA.
  await profile.getByRole("tab", { name: /Comments/ }).click();
  await profile.getByLabel("Write a comment").fill("Strong on payments <b>& more</b>");
  await profile.getByRole("button", { name: "Comment", exact: true }).click();
  await profile.locator(".comment-text", { hasText: "Strong on payments <b>& more</b>" }).waitFor();

  // The note: once, and without the comment.
  await ats.goto(candidacy);
  const notes = ats.getByText("CLARA score:");
  for (let tries = 0; tries < 100 && (await notes.count()) === 0; tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 200));
    await ats.reload();
  }
  assert.equal(await notes.count(), 1);
  assert.ok((await notes.innerText()).includes(`CLARA score: ${score} of 100`), "the note tells the score of the card");
  assert.ok(!(await ats.content()).includes("Strong on payments"), "comments are never sent to the ATS");
  assert.deepEqual([...board.problems, ...other.problems], []);
});

test("an owner connects an ATS in the browser and selects jobs", async () => {
  const page = await newPage(browser);
  await signIn(page, clara, people.owner);
  await page.getByRole("link", { name: "Settings" }).first().click();
  await page.getByRole("link", { name: "Add New Integration" }).click();
  await page.getByRole("radio", { name: /Built-in simulator/ }).check();
  await page.getByRole("button", { name: "Connect to ATS" }).click();
  const modal = page.getByRole("dialog");
  await modal.getByText("opportunities:read:admin").waitFor();
  await modal.getByRole("button", { name: /^Go to/ }).click();
  // The ATS's own page.
  await page.waitForURL((url) => url.origin === new URL(clara.simulator).origin);
  await page.getByRole("button", { name: "Accept" }).click();
  await page.waitForURL(/\/settings\/integrations\/[^/]+\/jobs/);
  await page.getByRole("heading", { name: "Select jobs to process" }).waitFor();
  await page.getByRole("heading", { name: "The connection works" }).waitFor();
});
