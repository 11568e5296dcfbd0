// Moving cards: by mouse, touch and keyboard; refused, overtaken, doubled, slow; live for everyone who looks.
import assert from "node:assert/strict";
import { after, before, beforeEach, afterEach, test } from "node:test";
import { cardIn, column, count, drag, firstCard, openBoard, toast } from "../support/board.js";
import { launchBrowser, newPage, takePictures } from "../support/browser.js";
import { call, hydrated, imported, people, signIn, startClara } from "../support/clara.js";

const MOVE = "**/api/board/move";

let clara;
let browser;
let job;
let page;

before(async () => {
  clara = await startClara({ opportunities: 300 });
  browser = await launchBrowser();
  page = await newPage(browser);
  await signIn(page, clara);
  [job] = await imported(page);
  await page.context().close();
});

after(async () => {
  await browser?.close();
  await clara?.stop();
});

beforeEach(async () => {
  page = await newPage(browser);
  await signIn(page, clara);
  await openBoard(page, clara, job);
});

afterEach(() => page.context().close());

/** Waits until the server says what the screen says. */
async function staysAfterReload(name, card) {
  await page.reload();
  await hydrated(page);
  await cardIn(page, name, card).waitFor();
}

/** The application of the card that has the focus. */
const focused = () => page.evaluate(() => document.activeElement.closest("[data-application]")?.dataset.application);

test("a card dragged with the mouse stands in its new column at once, and after a reload", async () => {
  const card = await firstCard(page, "Pre-Qualified");
  const before = [await count(page, "Pre-Qualified"), await count(page, "Qualified")];
  await drag(page, card, "Qualified");
  await cardIn(page, "Qualified", card).waitFor();
  await toast(page, `${card.name} moved to Qualified`).waitFor();
  assert.deepEqual([await count(page, "Pre-Qualified"), await count(page, "Qualified")], [before[0] - 1, before[1] + 1]);
  await takePictures(page, "board-moved");
  await page.setViewportSize({ width: 1440, height: 900 });
  await staysAfterReload("Qualified", card);
  assert.deepEqual(page.problems, []);
});

test("a move is undone by its message, and by Ctrl Z", async () => {
  const card = await firstCard(page, "Not Qualified");
  await drag(page, card, "Qualified");
  await toast(page, card.name).getByRole("button", { name: "Undo" }).click();
  await cardIn(page, "Not Qualified", card).waitFor();
  await toast(page, `${card.name} moved to Not Qualified`).waitFor();
  await drag(page, card, "Qualified");
  await toast(page, `${card.name} moved to Qualified`).waitFor();
  // The message of the first undo may still be there: what counts is that the server has the second.
  const undone = page.waitForResponse(/\/api\/board\/(move|undo)/);
  await page.keyboard.press("Control+z");
  await cardIn(page, "Not Qualified", card).waitFor();
  assert.ok((await undone).ok());
  await staysAfterReload("Not Qualified", card);
});

for (const [what, answer] of [
  ["answers 500", (route) => route.fulfill({ status: 500, body: "boom" })],
  ["answers 503", (route) => route.fulfill({ status: 503, contentType: "application/json", body: '"Unavailable"' })],
  ["is out of reach", (route) => route.abort("connectionfailed")],
]) {
  test(`a card goes back visibly, with the reason, when the server ${what}; trying again moves it`, async () => {
    const card = await firstCard(page, "Not Qualified");
    const before = await count(page, "Not Qualified");
    await page.route(MOVE, answer);
    await drag(page, card, "Qualified");
    const refused = toast(page, `${card.name} was not moved`);
    await refused.waitFor();
    await cardIn(page, "Not Qualified", card).and(page.locator(".is-returned")).waitFor();
    assert.match(await refused.innerText(), /The card is back in Not Qualified\./);
    assert.equal(await count(page, "Not Qualified"), before);
    await page.unroute(MOVE);
    await refused.getByRole("button", { name: "Try again" }).click();
    await cardIn(page, "Qualified", card).waitFor();
    await toast(page, `${card.name} moved to Qualified`).waitFor();
    await staysAfterReload("Qualified", card);
  });
}

test("whoever is slower sees where the other put the card, and that their own move did not happen", async () => {
  const card = await firstCard(page, "Not Qualified");
  const other = await newPage(browser);
  await signIn(other, clara, people.recruiter);
  await openBoard(other, clara, job);
  // What the other one does is not heard in time.
  await page.route("**/api/events*", (route) => route.abort());
  await openBoard(page, clara, job, { live: false });
  await drag(other, card, "Interview");
  await toast(other, `${card.name} moved to Interview`).waitFor();
  await drag(page, card, "Qualified");
  const refused = toast(page, `${card.name} was not moved`);
  await refused.waitFor();
  assert.match(await refused.innerText(), /Somebody else moved the card meanwhile\. It is in Interview now\./);
  await cardIn(page, "Interview", card).waitFor();
  await other.context().close();
});

test("on a slow network a second move waits for the first, and the last wish counts", async () => {
  const card = await firstCard(page, "Not Qualified");
  const sent = [];
  await page.route(MOVE, async (route) => {
    sent.push(new URLSearchParams(route.request().postData()).get("version"));
    await new Promise((resolve) => setTimeout(resolve, 700));
    await route.continue();
  });
  await drag(page, card, "Qualified");
  await cardIn(page, "Qualified", card).waitFor({ timeout: 300 });
  await drag(page, card, "Interview");
  await cardIn(page, "Interview", card).waitFor({ timeout: 300 });
  await toast(page, `${card.name} moved to Interview`).waitFor();
  assert.equal(sent.length, 2, "each move is sent once");
  assert.equal(Number(sent[1]), Number(sent[0]) + 1, "the second names the version that the first gave");
  assert.equal(await page.locator(".toast.bad").count(), 0);
  await page.unroute(MOVE);
  await staysAfterReload("Interview", card);
});

test("a double click opens the profile and moves nothing", async () => {
  const card = await firstCard(page, "Not Qualified");
  let moves = 0;
  await page.route(MOVE, (route) => { moves += 1; return route.continue(); });
  await cardIn(page, "Not Qualified", card).locator(".card-name").dblclick();
  await page.getByRole("complementary", { name: "Candidate Application Profile" }).getByRole("heading", { name: card.name }).waitFor();
  assert.equal(moves, 0);
});

test("Escape lets a dragged card go where it was", async () => {
  const card = await firstCard(page, "Not Qualified");
  const box = await cardIn(page, "Not Qualified", card).boundingBox();
  await page.mouse.move(box.x + 60, box.y + 20);
  await page.mouse.down();
  await page.mouse.move(box.x + 300, box.y + 60, { steps: 5 });
  await page.locator(".board.is-dragging").waitFor();
  await page.keyboard.press("Escape");
  assert.equal(await page.locator(".board.is-dragging").count(), 0);
  await page.mouse.up();
  await cardIn(page, "Not Qualified", card).waitFor();
});

test("the keyboard alone goes from card to card, moves them and keeps the focus", async () => {
  const card = await firstCard(page, "Pre-Qualified");
  await cardIn(page, "Pre-Qualified", card).locator(".card-name").focus();
  await page.keyboard.press("ArrowDown");
  assert.notEqual(await focused(), card.application);
  await page.keyboard.press("ArrowUp");
  assert.equal(await focused(), card.application);
  await page.keyboard.press("Shift+ArrowRight");
  await cardIn(page, "Qualified", card).waitFor();
  await toast(page, `${card.name} moved to Qualified`).waitFor();
  assert.equal(await focused(), card.application);
  assert.match(await page.locator("[role=status].visually-hidden").innerText(), new RegExp(`${card.name} moved to Qualified`));
  // Move to…: a letter finds the column, and is the menu's as soon as it was asked for.
  await Promise.all(["m", "i", "Enter"].map((key) => page.keyboard.press(key)));
  await cardIn(page, "Interview", card).waitFor();
  await toast(page, `${card.name} moved to Interview`).waitFor();
  assert.equal(await focused(), card.application);
});

test("? shows the keys, but not where somebody writes; the menu of a column shows them too, and the help page says the same", async () => {
  const dialog = page.getByRole("dialog", { name: "Keys of the board" });
  const rows = (within) => within.locator(".shortcuts > div").evaluateAll((all) => all.map((row) => row.textContent));
  const filter = page.getByRole("searchbox", { name: "Filter cards" });
  await filter.pressSequentially("?");
  assert.equal(await filter.inputValue(), "?");
  assert.equal(await dialog.count(), 0);
  await filter.fill("");

  const card = await firstCard(page, "Pre-Qualified");
  await cardIn(page, "Pre-Qualified", card).locator(".card-name").focus();
  await page.keyboard.press("?");
  await dialog.waitFor();
  const shown = await rows(dialog);
  assert.ok(shown.some((row) => row.startsWith("M") && row.includes("Move to…")), shown.join("\n"));
  await takePictures(page, "board-keys");
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
  assert.equal(await focused(), card.application);

  await column(page, "Qualified").getByRole("button", { name: "More for Qualified" }).click();
  await page.getByRole("menuitem", { name: "Keys…" }).click();
  await dialog.waitFor();
  assert.deepEqual(await rows(dialog), shown);

  await page.goto(`${clara.url}/help#keys`);
  await hydrated(page);
  assert.deepEqual(await rows(page.getByRole("main")), shown);
  assert.deepEqual(page.problems, []);
});

test("Move to… on a card moves it with the mouse, without dragging", async () => {
  const card = await firstCard(page, "Not Qualified");
  await cardIn(page, "Not Qualified", card).getByRole("button", { name: `Move ${card.name} to…` }).click();
  await page.getByRole("menuitem", { name: "Qualified", exact: true }).click();
  await cardIn(page, "Qualified", card).waitFor();
});

test("a rejection asks why: it may be skipped, and Escape rejects nobody", async () => {
  const card = await firstCard(page, "Interview");
  const reject = async () => {
    await cardIn(page, "Interview", card).locator(".card-move").click();
    await page.getByRole("menuitem", { name: "Rejected" }).click();
    await page.getByRole("dialog", { name: `Reject ${card.name}` }).waitFor();
  };
  const rejected = column(page, "Rejected");
  const before = await rejected.locator(".column-count").innerText();
  await reject();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  assert.equal(await rejected.locator(".column-count").innerText(), before);
  await reject();
  await page.getByRole("button", { name: "Skip and reject" }).click();
  await toast(page, `${card.name} moved to Rejected`).waitFor();
});

test("what one person moves, another sees without a reload", async () => {
  const other = await newPage(browser);
  await signIn(other, clara, people.recruiter);
  await openBoard(other, clara, job);
  const card = await firstCard(page, "Interview");
  await drag(page, card, "Qualified");
  await cardIn(other, "Qualified", card).waitFor();
  await other.context().close();
});

test("a hiring manager is shown no card of the board and cannot move one", async () => {
  const card = await firstCard(page, "Interview");
  const to = await column(page, "Qualified").getAttribute("data-column");
  const manager = await newPage(browser);
  await signIn(manager, clara, people.hiringManager);
  const refused = await call(manager, "board/move", { application: card.application, column: to, version: "1" });
  assert.equal(refused.status, 403);
  await manager.goto(`${clara.url}/jobs/${job.id}`);
  await hydrated(manager);
  assert.equal(await manager.locator(".card").count(), 0);
  await manager.context().close();
});

test("a finger that rests on a card lifts it, carries it past the edge and drops it; one that swipes scrolls", async () => {
  const phone = await newPage(browser, { width: 390, height: 844, touch: true });
  await signIn(phone, clara);
  await openBoard(phone, clara, job);
  const card = await firstCard(phone, "To review");
  const touches = await phone.context().newCDPSession(phone);
  const touch = (type, x, y) => touches.send("Input.dispatchTouchEvent", { type, touchPoints: type === "touchEnd" ? [] : [{ x, y }] });
  const box = await cardIn(phone, "To review", card).boundingBox();
  const [x, y] = [box.x + 80, box.y + 40];

  await touch("touchStart", x, y);
  for (let step = 1; step <= 6; step += 1) await touch("touchMove", x - step * 40, y);
  await touch("touchEnd");
  assert.equal(await phone.locator(".drag-layer .card").count(), 0, "a swipe lifts nothing");
  await phone.waitForFunction(() => document.querySelector(".board").scrollLeft > 50);

  // The swipe may still go on: a new page stands still.
  await openBoard(phone, clara, job);
  await touch("touchStart", x, y);
  await phone.locator(`.drag-layer [data-application="${card.application}"]`).waitFor();
  await touch("touchMove", x + 100, y + 10);
  // Held near the edge, the board comes along until the next column is below the finger.
  await touch("touchMove", 380, y + 10);
  await phone.waitForFunction(() => document.querySelector(".board").scrollLeft > 250);
  await touch("touchMove", 200, y + 10);
  await touch("touchMove", 196, y + 12);
  const over = await phone.locator(".column.is-over").getAttribute("aria-label");
  await touch("touchEnd");
  const name = over.replace(", candidates", "");
  await toast(phone, `${card.name} moved to ${name}`).waitFor();
  await cardIn(phone, name, card).waitFor();
  await phone.context().close();
});

test("the first cards come with the page, the rest in one answer of at most 300 bytes a card", async () => {
  const fresh = await newPage(browser);
  await signIn(fresh, clara);
  const cards = [];
  fresh.on("response", (answer) => answer.url().endsWith("/api/board/cards") && cards.push(answer));
  const html = await (await fresh.goto(`${clara.url}/jobs/${job.id}`)).text();
  await hydrated(fresh);
  const rendered = html.match(/class="card[" ]/g).length;
  assert.ok(rendered > 0 && rendered <= 20 * 7, `${rendered} cards in the page`);
  const all = await call(fresh, "board/cards", { job: job.id });
  const total = all.body.reduce((sum, [, of]) => sum + of.length, 0);
  assert.equal(total, job.candidates);
  const bytes = Buffer.byteLength(JSON.stringify(all.body)) / total;
  assert.ok(bytes <= 300, `${bytes.toFixed(0)} bytes a card`);
  await fresh.context().close();
});
