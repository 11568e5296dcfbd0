// A connection that goes silent turns red with words of what to do; a re-sync shows the difference first; a revocation is said everywhere,
// and mended without anything being there twice.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openBoard } from "../support/board.js";
import { launchBrowser, newPage, takePictures } from "../support/browser.js";
import { call, hydrated, imported, signIn, startClara } from "../support/clara.js";
import { simulate, until, webhooks } from "../support/lever.js";

let clara;
let browser;

before(async () => {
  [clara, browser] = await Promise.all([startClara(), launchBrowser()]);
});

after(async () => {
  await browser?.close();
  await clara?.stop();
});

/** Acts as somebody at Lever. */
const lever = (method, path, body) => simulate(clara, method, path, body);

const toast = (page, words) => page.locator(".toast", { hasText: words });

test("a connection fares well, a canary proves it, silence is seen, a re-sync shows the difference, a revocation is said and mended", { timeout: 400_000 }, async () => {
  const page = await newPage(browser);
  await signIn(page, clara);
  const [job] = await imported(page);
  await page.goto(`${clara.url}/settings/integrations`);
  await hydrated(page);
  await page.getByRole("link", { name: "Health" }).click();
  await page.getByRole("heading", { name: "All is well" }).waitFor();
  assert.equal(await page.locator('.check[data-check="webhooks"].good').count(), 1);
  await takePictures(page, "health");
  await page.setViewportSize({ width: 1440, height: 900 });

  await page.getByRole("button", { name: "Send a canary" }).click();
  await toast(page, "The canary arrived: 5 of 5").waitFor();

  // From now on Lever tells nothing: CLARA finds out by looking.
  const health = page.url();
  await lever("PUT", "/event_groups", { all: false });
  const there = await lever("GET", "/opportunities");
  const postings = there.data.map((one) => one.posting).filter(Boolean);
  const board = await call(page, "board/read", { job: job.id });
  const titles = await Promise.all([...new Set(postings)].map(async (posting) => ({ posting })));
  assert.ok(titles.length > 0 && board.status === 200);
  for (const { posting } of titles) await lever("POST", "/opportunities", { name: "Una Untold", posting });

  await openBoard(page, clara, job);
  const before = Number.parseInt(await page.locator(".board-head .facts span").first().innerText(), 10);
  await page.getByRole("button", { name: "Re-sync…" }).click();
  const dialog = page.locator("dialog[open]");
  await dialog.getByText(/1 missing|No difference/).first().waitFor();
  await takePictures(page, "resync");
  await page.setViewportSize({ width: 1440, height: 900 });
  if (await dialog.getByRole("button", { name: "Apply" }).count()) {
    await dialog.getByRole("button", { name: "Apply" }).click();
    await dialog.getByText("Done.").waitFor();
  }
  await dialog.getByRole("button", { name: "Close" }).last().click();
  await page.waitForFunction((was) => Number.parseInt(document.querySelector(".board-head .facts span").innerText, 10) > was, before);

  await page.goto(health);
  await hydrated(page);
  await page.getByRole("heading", { name: "It needs you" }).waitFor({ timeout: 150_000 });
  await page.getByText("Silent: CLARA found").waitFor();
  await takePictures(page, "health-silent");
  await page.setViewportSize({ width: 1440, height: 900 });

  await lever("POST", "/revoke");
  await page.getByText("no longer gives CLARA access").waitFor({ timeout: 90_000 });
  await takePictures(page, "health-revoked");
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.getByRole("link", { name: "Reconnect" }).first().click();
  await page.getByRole("button", { name: "Erase its candidates" }).waitFor();
  await takePictures(page, "integrations-revoked");
  await page.setViewportSize({ width: 1440, height: 900 });
  assert.deepEqual(page.problems, []);

  // Reconnected, it is the same connection with the same jobs, and nothing is there twice.
  const known = async () => ({
    connections: (await call(page, "integrations/list")).body.map(({ id }) => id),
    jobs: (await call(page, "jobs/list")).body.rows.map(({ id }) => id).toSorted(),
  });
  const [was, hooks] = [await known(), await webhooks(clara)];
  await page.locator("article").getByRole("link", { name: "Reconnect" }).click();
  await page.getByRole("button", { name: "Connect to ATS" }).click();
  await page.getByRole("dialog").getByRole("button", { name: /^Go to/ }).click();
  await page.getByRole("button", { name: "Accept" }).click();
  await page.waitForURL(/\/integrations\/[^/]+\/jobs$/);
  await page.getByRole("heading", { name: "The connection works" }).waitFor();
  await imported(page);
  assert.deepEqual(await known(), was);
  await until("its webhooks, once each", async () => {
    const now = await webhooks(clara);
    return Object.keys(hooks).every((event) => now[event] === hooks[event]) && Object.values(now).every((count) => count === 1);
  });

  // Disconnected, it leaves no webhook behind.
  await page.goto(`${clara.url}/settings/integrations`);
  await hydrated(page);
  await page.getByRole("button", { name: "Disconnect" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Disconnect" }).click();
  await page.locator("article .badge", { hasText: "Disconnected" }).waitFor();
  assert.deepEqual(await webhooks(clara), {});
});
