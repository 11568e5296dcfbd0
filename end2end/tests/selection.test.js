// Several cards at once: selected by mouse and keyboard, moved and shared together, and what others see of it.
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { cardIn, column, count, drag, openBoard, toast } from "../support/board.js";
import { launchBrowser, newPage, takePictures } from "../support/browser.js";
import { hydrated, imported, people, signIn, startClara } from "../support/clara.js";

const MOVES = "**/api/board/move-all";
const FROM = "Not Qualified";
/** Where those stand who are not brought back. */
const FULL = "Interview";

/** Where a click on a card meets no box and no button. */
const middle = { x: 60, y: 40 };

let clara;
let browser;
let job;
let page;

before(async () => {
  clara = await startClara({ opportunities: 400 });
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

/** The bar, which is there while something is selected. */
const bar = (page) => page.getByRole("region", { name: "Selected candidates" });

/** The box of a card. */
const box = (page, card) => page.locator(`.board [data-application="${card.application}"] .card-check`);

/** The application of the card that has the focus. */
const focused = () => page.evaluate(() => document.activeElement.closest("[data-application]")?.dataset.application);

/** Waits until a screen reader is told this. */
const told = (words) => page.locator("[role=status].visually-hidden", { hasText: words }).waitFor({ state: "attached" });

/** The cards at the top of a column, by their applications. */
async function topCards(page, name, many) {
  const cards = column(page, name).locator(".card");
  await cards.nth(many - 1).waitFor();
  const all = await cards.evaluateAll((cards) => cards.map((card) => ({
    application: card.dataset.application,
    name: card.querySelector(".card-name").textContent,
  })));
  return all.slice(0, many);
}

/** Waits until these cards are selected and no others. */
async function selected(page, cards) {
  await bar(page).getByText(`${cards.length} selected`, { exact: true }).waitFor();
  for (const card of cards) assert.ok(await box(page, card).isChecked(), card.name);
}

async function select(page, cards) {
  for (const card of cards) await box(page, card).check();
  await selected(page, cards);
}

async function moveTo(page, name) {
  await bar(page).getByRole("button", { name: "Move to…" }).click();
  await page.getByRole("menuitem", { name, exact: true }).click();
}

async function allIn(page, name, cards) {
  for (const card of cards) await cardIn(page, name, card).waitFor();
}

test("the keyboard selects a card and its neighbours, moves them, and lets them go", async () => {
  const [first, second, third] = await topCards(page, FROM, 3);
  await cardIn(page, FROM, first).locator(".card-name").focus();
  await page.keyboard.press("x");
  await selected(page, [first]);
  await told("1 selected");
  await page.keyboard.press("Shift+ArrowDown");
  await page.keyboard.press("Shift+ArrowDown");
  await selected(page, [first, second, third]);
  await told("3 selected");
  await page.keyboard.press("Shift+ArrowUp");
  await selected(page, [first, second]);
  assert.equal(await focused(), second.application);
  await page.keyboard.press("Escape");
  await bar(page).waitFor({ state: "hidden" });
  await told("Nobody selected");
  assert.equal(await focused(), second.application);

  await page.keyboard.press("x");
  await page.keyboard.press("Shift+ArrowDown");
  await selected(page, [second, third]);
  await page.keyboard.press("m");
  // A key is the menu's once one of its items has the focus.
  await page.getByRole("menu", { name: "Move to" }).locator(":focus").waitFor();
  await page.keyboard.press("i");
  await page.getByRole("menuitem", { name: "Interview", exact: true }).and(page.locator(":focus")).waitFor();
  await page.keyboard.press("Enter");
  await toast(page, "2 moved to Interview").waitFor();
  await allIn(page, "Interview", [second, third]);
  assert.deepEqual(page.problems, []);
});

test("the mouse selects by boxes, ranges with Shift and single ones with Ctrl, and opens nothing", async () => {
  const [one, two, three, four] = await topCards(page, FROM, 4);
  await box(page, one).click();
  await cardIn(page, FROM, three).click({ modifiers: ["Shift"], position: middle });
  await selected(page, [one, two, three]);
  await cardIn(page, FROM, two).click({ modifiers: ["Control"], position: middle });
  await selected(page, [one, three]);
  assert.equal(await box(page, two).isChecked(), false);
  await box(page, four).click({ modifiers: ["Shift"] });
  await selected(page, [one, two, three, four]);
  await box(page, three).click();
  await box(page, four).click({ modifiers: ["Shift"] });
  await selected(page, [one, two]);
  assert.equal(page.url(), `${clara.url}/jobs/${job.id}`);
  assert.equal(page.context().pages().length, 1);

  // A click alone opens the profile; Escape lets the selection go first, then the profile.
  await cardIn(page, FROM, one).click({ position: middle });
  const profile = page.getByRole("complementary", { name: "Candidate Application Profile" });
  await profile.waitFor();
  await selected(page, [one, two]);
  await page.keyboard.press("Escape");
  await bar(page).waitFor({ state: "hidden" });
  assert.ok(await profile.isVisible());
  await page.keyboard.press("Escape");
  await profile.waitFor({ state: "hidden" });
});

test("a whole column is selected, also where its rows are not in the page, and only what the filter shows", async () => {
  const all = await count(page, FROM);
  const selectAll = async () => {
    await column(page, FROM).getByRole("button", { name: `More for ${FROM}` }).click();
    await page.getByRole("menuitem", { name: "Select all in this column" }).click();
  };
  await selectAll();
  await bar(page).getByText(`${all} selected`, { exact: true }).waitFor();
  const unticked = () => column(page, FROM).locator(".cards").evaluate(async (cards) => {
    cards.scrollTop = cards.scrollHeight;
    for (let frame = 0; frame < 3; frame += 1) await new Promise(requestAnimationFrame);
    return cards.querySelectorAll(".card-check:not(:checked)").length;
  });
  assert.equal(await unticked(), 0);
  await bar(page).getByRole("button", { name: "Clear" }).click();
  await bar(page).waitFor({ state: "hidden" });

  await column(page, FROM).locator(".cards").evaluate((cards) => { cards.scrollTop = 0; });
  const [card] = await topCards(page, FROM, 1);
  await page.getByPlaceholder(/^Filter/).fill(card.name);
  await column(page, FROM).locator(".column-count", { hasText: ` of ${all}` }).waitFor();
  const shown = await count(page, FROM);
  assert.ok(shown < all);
  await selectAll();
  await bar(page).getByText(`${shown} selected`, { exact: true }).waitFor();
});

test("several move in one request, for everybody who looks, and go back together", async () => {
  const other = await newPage(browser);
  await signIn(other, clara, people.recruiter);
  await openBoard(other, clara, job);
  const cards = await topCards(page, FROM, 3);
  const numbers = async () => [await count(page, FROM), await count(page, "Interview")];
  const before = await numbers();
  const sent = [];
  page.on("request", (request) => request.url().includes("/api/board/move") && sent.push(request.url()));
  await select(page, cards);
  await takePictures(page, "selection");
  await page.setViewportSize({ width: 1440, height: 900 });
  await moveTo(page, "Interview");
  await allIn(page, "Interview", cards);
  await toast(page, "3 moved to Interview").waitFor();
  await bar(page).waitFor({ state: "hidden" });
  assert.equal(sent.length, 1, sent.join());
  assert.deepEqual(await numbers(), [before[0] - 3, before[1] + 3]);
  await allIn(other, "Interview", cards);

  await toast(page, "3 moved to Interview").getByRole("button", { name: "Undo" }).click();
  await toast(page, `3 moved to ${FROM}`).waitFor();
  await allIn(page, FROM, cards);
  await allIn(other, FROM, cards);
  assert.deepEqual(await numbers(), before);
  await page.reload();
  await hydrated(page);
  await allIn(page, FROM, cards);
  await other.context().close();
});

test("a card that is dragged takes along what is selected with it", async () => {
  const cards = await topCards(page, FROM, 3);
  await select(page, cards);
  await drag(page, cards[1], "Qualified");
  await toast(page, "3 moved to Qualified").waitFor();
  await allIn(page, "Qualified", cards);
  await page.keyboard.press("Control+z");
  await toast(page, `3 moved to ${FROM}`).waitFor();
  await allIn(page, FROM, cards);
});

test("one that somebody else moved meanwhile stays where they put it, and does not hold up the others", async () => {
  const other = await newPage(browser);
  await signIn(other, clara, people.recruiter);
  await openBoard(other, clara, job);
  // What the other one does is not heard in time.
  await page.route("**/api/events*", (route) => route.abort());
  await openBoard(page, clara, job, { live: false });
  const cards = await topCards(page, FROM, 3);
  await drag(other, cards[1], "Interview");
  await toast(other, `${cards[1].name} moved to Interview`).waitFor();
  await select(page, cards);
  await moveTo(page, "Qualified");
  await toast(page, "2 moved to Qualified").waitFor();
  const refused = toast(page, "1 of 3 was not moved");
  await refused.waitFor();
  const words = await refused.innerText();
  assert.ok(words.includes(`Somebody else moved them meanwhile: ${cards[1].name} is in Interview now.`), words);
  await allIn(page, "Qualified", [cards[0], cards[2]]);
  await allIn(page, "Interview", [cards[1]]);
  await selected(page, [cards[1]]);
  await other.context().close();
});

test("all go back, selected, when the server cannot be reached; trying again moves them", async () => {
  const cards = await topCards(page, FULL, 2);
  await page.route(MOVES, (route) => route.abort("connectionfailed"));
  await select(page, cards);
  await moveTo(page, "Qualified");
  const refused = toast(page, "2 of 2 were not moved");
  await refused.waitFor();
  assert.match(await refused.innerText(), /The cards are back where they stood\./);
  await allIn(page, FULL, cards);
  await selected(page, cards);
  await page.unroute(MOVES);
  await refused.getByRole("button", { name: "Try again" }).click();
  await toast(page, "2 moved to Qualified").waitFor();
  await allIn(page, "Qualified", cards);
  await bar(page).waitFor({ state: "hidden" });
});

test("a rejection asks why once for all of them, and Escape rejects nobody", async () => {
  const cards = await topCards(page, FULL, 2);
  await select(page, cards);
  await moveTo(page, "Rejected");
  const dialog = page.getByRole("dialog", { name: "Reject 2 candidates" });
  await dialog.waitFor();
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
  await allIn(page, FULL, cards);
  await selected(page, cards);
  await moveTo(page, "Rejected");
  await dialog.getByRole("button", { name: "Withdrew" }).click();
  const sent = page.waitForRequest(MOVES);
  await dialog.getByRole("button", { name: "Reject", exact: true }).click();
  assert.equal((await sent).postDataJSON().reason, "Withdrew");
  await toast(page, "2 moved to Rejected").waitFor();
});

test("the dialog of shares opens with exactly those who are selected, and they are let go once they are shared", async () => {
  const cards = await topCards(page, FULL, 2);
  const elsewhere = await topCards(page, "Pre-Qualified", 1);
  await select(page, [...cards, ...elsewhere]);
  await bar(page).getByRole("button", { name: "Share with Hiring Manager" }).click();
  const dialog = page.getByRole("dialog", { name: "Share with Hiring Manager" });
  await dialog.getByText("3 chosen").waitFor();
  const ticked = () => dialog.locator(".share-list label").evaluateAll((labels) => labels
    .filter((label) => label.querySelector("input").checked)
    .map((label) => label.querySelector("span").textContent)
    .sort());
  const names = (cards) => cards.map((card) => card.name).sort();
  // The column that stands first is shown first.
  assert.deepEqual(await ticked(), names(elsewhere));
  await dialog.getByRole("combobox", { name: "Column" }).selectOption(FULL);
  await dialog.locator(".share-list").getByText(cards[0].name).first().waitFor();
  assert.deepEqual(await ticked(), names(cards));

  // Closed without sharing, or refused: they stay selected.
  await page.keyboard.press("Escape");
  await selected(page, [...cards, ...elsewhere]);
  await bar(page).getByRole("button", { name: "Share with Hiring Manager" }).click();
  await dialog.getByLabel("Or by mail address").fill("nobody");
  await dialog.getByRole("button", { name: "Share with Hiring Manager" }).click();
  await dialog.getByRole("alert").waitFor();
  await selected(page, [...cards, ...elsewhere]);
  await dialog.getByLabel("Or by mail address").fill("selected@elsewhere.example");
  await dialog.getByRole("button", { name: "Share with Hiring Manager" }).click();
  await toast(page, "3 candidates shared with selected@elsewhere.example").waitFor();
  await bar(page).waitFor({ state: "detached" });
  assert.equal(await page.locator(".board .card input:checked").count(), 0);
  await page.waitForFunction(() => document.activeElement?.closest(".board .card") !== null);
});

test("on a telephone the bar fits above the navigation and covers no card", async () => {
  const phone = await newPage(browser, { width: 390, height: 844, touch: true });
  await signIn(phone, clara);
  await openBoard(phone, clara, job);
  const [card] = await topCards(phone, "To review", 1);
  await box(phone, card).tap();
  await selected(phone, [card]);
  await phone.waitForTimeout(300);
  const [board, below] = [await phone.locator(".board").boundingBox(), await bar(phone).boundingBox()];
  assert.ok(board.y + board.height <= below.y + 1, "the columns end where the bar begins");
  assert.ok(below.y + below.height <= 844);
  for (const button of await bar(phone).getByRole("button").all()) {
    const { x, width, height } = await button.boundingBox();
    assert.ok(x >= 0 && x + width <= 390, `${x} + ${width}`);
    assert.ok(height >= 40, "a thumb hits it");
  }
  await phone.context().close();
});
