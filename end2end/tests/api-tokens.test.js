// A token of the public API: made and revoked on its page, used by a program.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launchBrowser, newPage, takePictures } from "../support/browser.js";
import { hydrated, people, signIn, startClara } from "../support/clara.js";

let clara;
let browser;

before(async () => {
  [clara, browser] = await Promise.all([startClara(), launchBrowser()]);
});

after(async () => {
  await browser?.close();
  await clara?.stop();
});

const jobs = (token) => fetch(`${clara.url}/api/v1/jobs`, { headers: { authorization: `Bearer ${token}` } });

test("a token is made, seen once, used and revoked", async () => {
  const page = await newPage(browser);
  await signIn(page, clara);
  await page.goto(`${clara.url}/settings/api-tokens`);
  await hydrated(page);
  await page.getByRole("button", { name: "New token" }).click();
  const dialog = page.getByRole("dialog");
  const make = dialog.getByRole("button", { name: "Make token" });
  await dialog.getByRole("textbox", { name: "Name" }).fill("Reporting");
  assert.equal(await make.isDisabled(), true, "it needs a scope");
  await dialog.getByLabel("jobs:read").check();
  await takePictures(page, "new-api-token");
  await make.click();
  const token = await dialog.getByLabel("Token", { exact: true }).inputValue();
  assert.match(token, /^clara_[\w-]{43}$/);
  await takePictures(page, "made-api-token");
  assert.equal((await jobs(token)).status, 200);

  await dialog.getByRole("button", { name: "Done" }).click();
  const row = page.getByRole("row", { name: /Reporting/ });
  await row.waitFor();
  assert.match(await row.innerText(), /jobs:read/);
  assert.equal((await page.content()).includes(token), false, "it is gone from the page");
  await takePictures(page, "api-tokens");

  await row.getByRole("button", { name: "Revoke Reporting" }).click();
  await page.getByRole("dialog", { name: /Revoke/ }).getByRole("button", { name: "Revoke" }).click();
  await row.getByText("Revoked").waitFor();
  assert.equal((await jobs(token)).status, 401);
  assert.deepEqual(page.problems, []);
});

test("a recruiter is not offered tokens", async () => {
  const page = await newPage(browser);
  await signIn(page, clara, people.recruiter);
  await page.goto(`${clara.url}/settings/integrations`);
  await hydrated(page);
  assert.equal(await page.getByRole("link", { name: "API tokens" }).count(), 0);
  const answer = await page.goto(`${clara.url}/settings/api-tokens`);
  assert.equal(answer.status(), 403);
});
