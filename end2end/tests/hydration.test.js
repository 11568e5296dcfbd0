// The page that the server renders comes alive in the browser.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launchBrowser, openPage, takePictures } from "../support/browser.js";
import { startClara } from "../support/clara.js";

let clara;
let browser;

before(async () => {
  [clara, browser] = await Promise.all([startClara(), launchBrowser()]);
});

after(async () => {
  await browser?.close();
  await clara?.stop();
});

test("a click is answered, without console errors or violations of the content security policy", async () => {
  const page = await openPage(browser, clara.url);
  const button = page.getByRole("button", { name: /Clicked/ });
  // Clicks before hydration are lost: click until one is answered.
  while ((await button.textContent()) === "Clicked 0 times") {
    await button.click();
    await page.waitForTimeout(50);
  }
  assert.deepEqual(page.problems, []);
  await takePictures(page, "first-page");
});

test("scripts are bound to a nonce that changes with every answer", async () => {
  const policies = await Promise.all([1, 2].map(async () => (await fetch(clara.url)).headers.get("content-security-policy")));
  assert.match(policies[0], /script-src 'self' 'nonce-[\w-]{20,}' 'wasm-unsafe-eval'/);
  assert.notEqual(policies[0], policies[1]);
});

test("the browser's files are kept for ever and sent compressed", async () => {
  const page = await (await fetch(clara.url)).text();
  const script = /\/pkg\/clara\.[0-9a-f]+\.js/.exec(page)[0];
  const answer = await fetch(clara.url + script, { headers: { "accept-encoding": "br" } });
  assert.equal(answer.headers.get("cache-control"), "public, max-age=31536000, immutable");
  assert.equal(answer.headers.get("content-encoding"), "br");
  assert.equal((await fetch(`${clara.url}/pkg/absent.js`)).headers.get("cache-control"), null);
});
