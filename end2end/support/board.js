// A job's board, as a person sees it.
import { hydrated } from "./clara.js";

/** Opens a board and waits until all its cards are there, and what others do is heard. */
export async function openBoard(page, clara, job, { live = true } = {}) {
  const asked = [];
  const note = (request) => /\/api\/board\/(cards|visit)/.test(request.url()) && asked.push(request);
  page.on("request", note);
  const first = page.waitForResponse(/\/api\/(board\/cards|board\/visit)/);
  await page.goto(`${clara.url}/jobs/${job.id}`);
  await hydrated(page);
  await first;
  page.off("request", note);
  // The rest of the cards and the visit are asked for together and answered in any order. Cards that come later are news.
  await Promise.all(asked.map(async (request) => (await request.response())?.finished()));
  await page.evaluate(() => new Promise((done) => setTimeout(done, 100)));
  if (live) await page.locator(".live.on").waitFor();
}

/** A column by its name. */
export function column(page, name) {
  return page.locator(`section.column[aria-label="${name}, candidates"]`);
}

/** The number in a column's header. */
export async function count(page, name) {
  return Number.parseInt(await column(page, name).locator(".column-count").innerText(), 10);
}

/** The card at the top of a column, by its application: it is found wherever it goes. */
export async function firstCard(page, name) {
  const card = column(page, name).locator(".card").first();
  const application = await card.getAttribute("data-application");
  return { application, name: await card.locator(".card-name").innerText() };
}

/** A card, in a column. */
export function cardIn(page, name, card) {
  return column(page, name).locator(`[data-application="${card.application}"]`);
}

/** Drags a card to a column with the mouse, as a hand would: in steps. */
export async function drag(page, card, to) {
  const from = await page.locator(`.board [data-application="${card.application}"]`).boundingBox();
  const over = await column(page, to).boundingBox();
  await page.mouse.move(from.x + 60, from.y + 20);
  await page.mouse.down();
  await page.mouse.move(from.x + 75, from.y + 30, { steps: 3 });
  await page.mouse.move(over.x + over.width / 2, over.y + 120, { steps: 10 });
  await page.mouse.up();
}

/** The messages in the corner. */
export function toast(page, words) {
  return page.locator(".toast", { hasText: words });
}
