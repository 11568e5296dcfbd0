// The server goes away and comes back: the page says so, refuses moves visibly, and goes on by itself.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { cardIn, drag, firstCard, openBoard, toast } from "../support/board.js";
import { launchBrowser, newPage, takePictures } from "../support/browser.js";
import { hydrated, imported, signIn, startClara } from "../support/clara.js";

let clara;
let browser;

before(async () => {
  clara = await startClara();
  browser = await launchBrowser();
});

after(async () => {
  await browser?.close();
  await clara?.stop();
});

test("a stopped server is said to be out of reach, a move goes back, and all is well when it is there again", async () => {
  const page = await newPage(browser);
  await signIn(page, clara);
  const [job] = await imported(page);
  await openBoard(page, clara, job);
  const card = await firstCard(page, "Not Qualified");
  // What other pages need is fetched once the board is there.
  await page.waitForFunction(() => performance.getEntriesByType("resource").some(({ name, responseEnd }) => name.includes("split_around") && responseEnd > 0));
  await clara.halt();
  const strip = page.locator(".connection", { hasText: "CLARA cannot be reached." });
  await strip.waitFor();
  assert.equal(await page.locator(".live").innerText(), "offline");

  await drag(page, card, "Qualified");
  const refused = toast(page, `${card.name} was not moved`);
  await refused.waitFor();
  await cardIn(page, "Not Qualified", card).waitFor();
  await takePictures(page, "offline");
  await page.setViewportSize({ width: 1440, height: 900 });

  // A page that cannot be loaded now loads by itself later.
  await page.getByRole("link", { name: "Candidates" }).click();
  await page.getByRole("heading", { name: "CLARA cannot be reached" }).waitFor();
  await clara.resume();
  await page.getByRole("table").waitFor();
  await strip.waitFor({ state: "hidden" });
  assert.equal(await page.getByRole("heading", { name: "CLARA cannot be reached" }).count(), 0);
  await page.context().close();
});

test("a session that ended elsewhere is said to have ended at once, with the way back to the same page", async () => {
  const page = await newPage(browser);
  await signIn(page, clara);
  await page.goto(`${clara.url}/candidates?q=a`);
  await hydrated(page);
  const ended = await page.context().request.post(`${clara.url}/auth/sign-out`, { headers: { "sec-fetch-site": "same-origin" } });
  assert.ok(ended.status() < 400, `${ended.status()}`);
  await page.waitForURL(`${clara.url}/sign-in?error=ended&next=/candidates%3Fq%3Da`);
  await page.context().close();
});

test("a session that ended while the page was cut off is said to have ended, with the way back to the same page", async () => {
  const page = await newPage(browser);
  await signIn(page, clara);
  await page.route("**/api/events*", (route) => route.abort());
  await page.goto(`${clara.url}/candidates?q=a`);
  await hydrated(page);
  await page.locator(".connection", { hasText: "CLARA cannot be reached." }).waitFor();
  await page.context().request.post(`${clara.url}/auth/sign-out`, { headers: { "sec-fetch-site": "same-origin" } });
  // Its connection is turned down the next time it is made.
  await page.unroute("**/api/events*");
  const again = page.getByRole("status").getByRole("link", { name: "Sign in" });
  await again.waitFor();
  assert.equal(await again.getAttribute("href"), "/sign-in?next=/candidates%3Fq%3Da");
  await page.context().close();
});
