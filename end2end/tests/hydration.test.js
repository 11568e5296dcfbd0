// What the server renders comes alive in the browser, under its content security policy.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launchBrowser, newPage, takePictures } from "../support/browser.js";
import { hydrated, signIn, startClara } from "../support/clara.js";

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

test("the sign-in page hydrates without console errors or violations of the policy", async () => {
  const page = await newPage(browser);
  await page.goto(`${clara.url}/sign-in`);
  await hydrated(page);
  assert.deepEqual(page.problems, []);
  await takePictures(page, "sign-in");
});

test("a click on a hydrated page is answered in the browser", async () => {
  const page = await newPage(browser);
  await signIn(page, clara);
  await page.getByRole("link", { name: "Candidates" }).click();
  await page.waitForURL(/\/candidates$/);
  // The router changed the page: the document was not loaded again.
  assert.match(await page.evaluate(() => performance.getEntriesByType("navigation")[0].name), /\/jobs$/);
  assert.deepEqual(page.problems, []);
});

/** A Mac's window, signed in. From the next page on the browser's half waits until `release` is called. */
async function heldMac() {
  const page = await newPage(browser);
  await page.addInitScript(() => Object.defineProperty(Navigator.prototype, "platform", { get: () => "MacIntel" }));
  await signIn(page, clara);
  let release;
  const held = new Promise((resolve) => (release = resolve));
  await page.route("**/pkg/*.wasm", async (route) => {
    await held;
    await route.continue();
  });
  return { page, release };
}

/** The search box has the focus. */
const searching = (page) => page.getByRole("combobox", { name: "Search jobs and candidates" }).and(page.locator(":focus")).waitFor();

test("a Mac's key stands where the server wrote that of others, in the same room, and both open the search", async () => {
  const { page, release } = await heldMac();
  await page.goto(`${clara.url}/help`, { waitUntil: "domcontentloaded" });
  const hint = page.locator(".search kbd");
  assert.equal(await hint.innerText(), "Ctrl K");
  const room = await hint.boundingBox();
  release();
  await hydrated(page);
  await hint.filter({ hasText: /^⌘K$/ }).waitFor();
  assert.deepEqual(await hint.boundingBox(), room);
  const keys = await page.locator(".help kbd").allInnerTexts();
  assert.ok(keys.includes("⌘") && !keys.includes("Ctrl"), `${keys}`);
  for (const press of ["Meta+k", "Control+k"]) {
    await page.locator("main").focus();
    await page.keyboard.press(press);
    await searching(page);
  }
  assert.deepEqual(page.problems, []);
  await page.context().close();
});

test("elsewhere the key stays Ctrl", async () => {
  const page = await newPage(browser);
  await signIn(page, clara);
  await page.goto(`${clara.url}/help`);
  await hydrated(page);
  assert.equal(await page.locator(".search kbd").innerText(), "Ctrl K");
  const keys = await page.locator(".help kbd").allInnerTexts();
  assert.ok(keys.includes("Ctrl") && !keys.includes("⌘"), `${keys}`);
  await page.keyboard.press("Control+k");
  await searching(page);
  await page.context().close();
});

test("scripts are bound to a nonce that changes with every answer", async () => {
  const policy = async () => (await fetch(`${clara.url}/sign-in`)).headers.get("content-security-policy");
  const [first, second] = await Promise.all([policy(), policy()]);
  assert.match(first, /script-src 'self' 'nonce-[\w-]{20,}' 'wasm-unsafe-eval'/);
  assert.notEqual(first, second);
});

test("the browser's files are kept for ever and sent compressed", async () => {
  const page = await (await fetch(`${clara.url}/sign-in`)).text();
  const script = /\/pkg\/clara\.[0-9a-f]+\.js/.exec(page)[0];
  const answer = await fetch(clara.url + script, { headers: { "accept-encoding": "br" } });
  assert.equal(answer.headers.get("cache-control"), "public, max-age=31536000, immutable");
  assert.equal(answer.headers.get("content-encoding"), "br");
  assert.equal((await fetch(`${clara.url}/pkg/absent.js`)).headers.get("cache-control")?.includes("immutable") ?? false, false);
});

test("fonts are kept for a week, icons are shown as they are known and asked about", async () => {
  const kept = async (path) => (await fetch(clara.url + path)).headers.get("cache-control");
  assert.equal(await kept("/fonts/inter-latin-wght-normal.woff2"), "public, max-age=604800");
  assert.equal(await kept("/icons.svg"), "public, max-age=0, stale-while-revalidate=604800");
  const first = await fetch(`${clara.url}/icons.svg`);
  const again = await fetch(`${clara.url}/icons.svg`, { headers: { "if-modified-since": first.headers.get("last-modified") } });
  assert.equal(again.status, 304);
});
