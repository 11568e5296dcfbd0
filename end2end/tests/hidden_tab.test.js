// A tab that nobody sees gives its live connection back after a minute, and shows what it missed when it is seen again.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { cardIn, drag, firstCard, openBoard } from "../support/board.js";
import { launchBrowser, newPage } from "../support/browser.js";
import { imported, people, signIn, startClara } from "../support/clara.js";

let clara;
let browser;

before(async () => {
  [clara, browser] = await Promise.all([startClara({ opportunities: 120 }), launchBrowser()]);
});

after(async () => {
  await browser?.close();
  await clara?.stop();
});

/** What the browser says when a tab goes into the background, or comes out of it. */
function turn(page, state) {
  return page.evaluate((state) => {
    Object.defineProperty(document, "visibilityState", { configurable: true, get: () => state });
    Object.defineProperty(document, "hidden", { configurable: true, get: () => state === "hidden" });
    document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
  }, state);
}

const isLive = (request) => new URL(request.url()).pathname === "/api/events";
const begin = (request) => Number(new URL(request.url()).searchParams.get("after"));

test("a tab that is hidden for a minute is cut off, and goes on where it was when it is seen again", async () => {
  const page = await newPage(browser);
  // Minutes pass when the test says so.
  await page.clock.install();
  await signIn(page, clara);
  const [job] = await imported(page);
  const connections = [];
  page.on("request", (request) => isLive(request) && connections.push(request));
  await openBoard(page, clara, job);
  await page.evaluate(() => (window.notLoadedAnew = true));

  const other = await newPage(browser);
  await signIn(other, clara, people.recruiter);
  await openBoard(other, clara, job);
  const move = async () => {
    const card = await firstCard(other, "Not Qualified");
    await drag(other, card, "Qualified");
    await cardIn(other, "Qualified", card).waitFor();
    return card;
  };
  await cardIn(page, "Qualified", await move()).waitFor();

  // Who looks elsewhere for a moment misses nothing and costs no new connection.
  await turn(page, "hidden");
  await page.clock.fastForward(50_000);
  await cardIn(page, "Qualified", await move()).waitFor();
  await turn(page, "visible");
  assert.equal(connections.length, 1);

  await turn(page, "hidden");
  await page.clock.fastForward(61_000);
  await page.locator(".live:not(.on)").waitFor();
  const missed = await move();
  // It is heard by who listens; here nothing came.
  assert.equal(await cardIn(page, "Not Qualified", missed).count(), 1);
  assert.equal(connections.length, 1, "no connection while nobody looks");
  assert.equal(await page.locator(".connection").count(), 0, "that is no trouble to tell of");

  await turn(page, "visible");
  await page.locator(".live.on").waitFor();
  await cardIn(page, "Qualified", missed).waitFor();
  assert.equal(await cardIn(page, "Not Qualified", missed).count(), 0);
  assert.equal(connections.length, 2);
  const [first, second] = connections.map(begin);
  assert.ok(second > first, `after=${second} goes on behind what was heard since after=${first}`);
  assert.equal(await page.evaluate(() => window.notLoadedAnew), true);
  assert.deepEqual(page.problems, []);
});
