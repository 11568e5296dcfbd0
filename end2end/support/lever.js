// The simulator behind CLARA, as somebody at Lever uses it, and as a test orders trouble from it.
import assert from "node:assert/strict";
import { hydrated } from "./clara.js";

/** A call of the simulator's own API. */
export async function simulate(clara, method, path, body) {
  const answer = await fetch(`${clara.simulator}/sim/api${path}`, {
    method,
    headers: { "content-type": "application/json" },
    body: body && JSON.stringify(body),
  });
  assert.ok(answer.ok, `${method} ${path}: ${answer.status}`);
  return answer.headers.get("content-type")?.includes("json") ? answer.json() : null;
}

/** From the list of ATSs to the simulator's consent page. */
export async function askForConsent(page, clara) {
  await page.goto(`${clara.url}/settings/integrations/new`);
  await hydrated(page);
  await page.getByRole("radio", { name: /Built-in simulator/ }).check();
  await page.getByRole("button", { name: "Connect to ATS" }).click();
  await page.getByRole("dialog").getByRole("button", { name: /^Go to/ }).click();
  await page.waitForURL((url) => url.origin === new URL(clara.simulator).origin);
}

/** The same, accepted: back in CLARA at the choice of jobs. Answers the connection's id. */
export async function connect(page, clara) {
  await askForConsent(page, clara);
  await page.getByRole("button", { name: "Accept" }).click();
  await page.waitForURL(/\/integrations\/[^/]+\/jobs$/);
  await hydrated(page);
  return /integrations\/([^/]+)\//.exec(page.url())[1];
}

/** How many webhooks the simulator has for each event. */
export async function webhooks(clara) {
  const page = await (await fetch(`${clara.simulator}/settings/webhooks`)).text();
  const counts = {};
  for (const [, event] of page.matchAll(/<section aria-label="([^"]+)">/g)) counts[event] = (counts[event] ?? 0) + 1;
  return counts;
}

/** Makes a webhook on Lever's side, as a Super Admin does on its settings page: its id and its signature token. */
export async function makeByHand(clara, event, url) {
  const { base_url: root, api_key: key } = await simulate(clara, "GET", "/facts");
  const answer = await fetch(`${root}/webhooks`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Basic ${btoa(`${key}:`)}` },
    body: JSON.stringify({ event, url }),
  });
  assert.equal(answer.status, 201);
  const { data } = await answer.json();
  return { id: data.id, token: data.configuration.signatureToken };
}

/** Presses the test button beside a webhook on Lever's settings page. */
export async function pressTest(clara, { id }) {
  const answer = await fetch(`${clara.simulator}/settings/webhooks/${id}/test`, { method: "POST", redirect: "manual" });
  assert.equal(answer.status, 303);
}

/** Asks again until the answer is true, or a minute is over. */
export async function until(what, so) {
  for (let tries = 0; tries < 240; tries += 1) {
    const answer = await so();
    if (answer) return answer;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  return assert.fail(`never: ${what}`);
}
