// *Failed work*: a note that Lever refuses for good is told at once, with the reason; *Retry* sends it when the reason is gone, *Discard* takes it away.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { axeFindsNothing } from "../support/axe.js";
import { launchBrowser, newPage, takePictures } from "../support/browser.js";
import { call, hydrated, imported, people, signIn, startClara } from "../support/clara.js";
import { simulate, until } from "../support/lever.js";

let clara;
let browser;
let posting;

before(async () => {
  [clara, browser] = await Promise.all([startClara(), launchBrowser()]);
  const page = await newPage(browser);
  await signIn(page, clara);
  const [job] = await imported(page);
  // The posting of a job that is processed: that of somebody who stands on its board, and is told by name.
  const cards = JSON.stringify((await call(page, "board/cards", { job: job.id })).body);
  await page.context().close();
  const { data } = await simulate(clara, "GET", "/opportunities");
  const alone = (name) => data.filter((one) => one.name === name).length === 1;
  ({ posting } = data.find((one) => one.name && one.posting && cards.includes(one.name) && alone(one.name)));
});

after(async () => {
  await browser?.close();
  await clara?.stop();
});

/** Somebody applies with a resume that can be read, so that there is a score to tell. Answers the opportunity's id. */
async function applies(name) {
  const text = `${name}\nPython and Go developer\n\nExperience\n2018 - present: Backend engineer at Northwind. Built services with PostgreSQL and Kafka.`;
  await simulate(clara, "POST", "/opportunities", { name, posting, resume: { name: "resume.txt", text } });
  const { data } = await simulate(clara, "GET", "/opportunities");
  return data.find((one) => one.name === name).id;
}

const notes = async (opportunity) => (await simulate(clara, "GET", `/opportunities/${opportunity}/notes`)).data.length;
const refuse = () => simulate(clara, "POST", "/faults", { kind: "403", method: "POST", path: "/notes", times: 1000 });
const row = (page, name) => page.getByRole("row").filter({ has: page.getByRole("link", { name, exact: true }) });

/** Opens the page as an admin who then only looks. */
async function openPage() {
  const page = await newPage(browser);
  await signIn(page, clara, people.partnerAdmin);
  await page.goto(`${clara.url}/settings/failed-work`);
  await hydrated(page);
  return page;
}

test("a note that Lever refuses stands on the page with the reason, and is sent by Retry once Lever takes notes again", async () => {
  const page = await openPage();
  await refuse();
  const opportunity = await applies("Rita Refused");
  // It appears by itself, and where one passes by.
  await row(page, "Rita Refused").waitFor();
  await row(page, "Rita Refused").getByText("ats_forbidden").waitFor();
  await page.getByRole("heading", { name: "Write a score note" }).waitFor();
  await page.getByRole("link", { name: /failed pieces of work/ }).waitFor();
  assert.equal(await notes(opportunity), 0);
  await takePictures(page, "failed-work");
  await page.setViewportSize({ width: 1440, height: 900 });

  // As long as Lever refuses, Retry fails once more.
  await page.getByRole("button", { name: "Retry: Rita Refused" }).click();
  await page.locator(".toast", { hasText: "It is being tried again." }).waitFor();
  await row(page, "Rita Refused").waitFor();
  assert.equal(await notes(opportunity), 0);

  await simulate(clara, "DELETE", "/faults");
  await until("the note is there", async () => {
    // It may be gone already: the try of before may have come late enough.
    await page.getByRole("button", { name: "Retry: Rita Refused" }).click({ timeout: 1000 }).catch(() => null);
    return (await notes(opportunity)) === 1;
  });
  await row(page, "Rita Refused").waitFor({ state: "detached" });
  assert.equal(await notes(opportunity), 1);
  assert.deepEqual(page.problems, []);
  await page.context().close();
});

test("Discard asks, takes it off the list for good, and the note is never written", async () => {
  const page = await openPage();
  await refuse();
  const [kept, dropped] = [await applies("Karl Kept"), await applies("Dora Dropped")];
  await row(page, "Karl Kept").waitFor();
  const discard = page.getByRole("button", { name: "Discard: Dora Dropped" });
  await discard.click();
  const question = page.locator("dialog[open]");
  await question.getByText("Write a score note: Dora Dropped").waitFor();
  await question.getByRole("button", { name: "Keep it" }).click();
  await question.waitFor({ state: "hidden" });

  // While it is asked, more fails: the question stays.
  await discard.click();
  await question.waitFor();
  await applies("Mona More");
  await page.locator("tbody").getByText("Mona More").waitFor();
  assert.ok(await question.isVisible());
  await axeFindsNothing(page, "discarding failed work");
  await question.getByRole("button", { name: "Discard" }).click();
  await row(page, "Dora Dropped").waitFor({ state: "detached" });
  assert.equal(await row(page, "Karl Kept").count(), 1);

  await simulate(clara, "DELETE", "/faults");
  await page.getByRole("button", { name: "Retry all" }).click();
  await until("the other note is there", async () => (await notes(kept)) === 1);
  await row(page, "Karl Kept").waitFor({ state: "detached" });
  await page.reload();
  await hydrated(page);
  assert.equal(await row(page, "Dora Dropped").count(), 0);
  assert.equal(await notes(dropped), 0);
  assert.deepEqual(page.problems, []);
  await page.context().close();
});
