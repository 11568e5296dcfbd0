// People come by invitation and leave at once: the owner in one browser, the invited person in another.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launchBrowser, newPage, takePictures } from "../support/browser.js";
import { hydrated, signIn, startClara } from "../support/clara.js";

let clara;
let browser;

before(async () => {
  [clara, browser] = await Promise.all([startClara(), launchBrowser()]);
});

after(async () => {
  await browser?.close();
  await clara?.stop();
});

test("an invited person reads the mail, joins, works, is deactivated and signed out at once", async () => {
  const owner = await newPage(browser);
  await signIn(owner, clara);
  await owner.goto(`${clara.url}/settings/members`);
  await hydrated(owner);
  await owner.getByRole("button", { name: "Invite" }).click();
  await owner.getByLabel("Mail address").fill("nora.quist@northwind.example");
  await owner.getByRole("radio", { name: /^Recruiter/ }).check();
  await takePictures(owner, "members-invite");
  await owner.getByRole("button", { name: "Send invitation" }).click();
  const invitation = owner.getByRole("row", { name: /nora.quist@northwind.example/ });
  await invitation.waitFor();
  await takePictures(owner, "members");

  // The mail: no mail server is set up, so it is kept and shown.
  const link = await mailedLink(owner);
  await takePictures(owner, "mail");

  const nora = await newPage(browser);
  await nora.goto(link);
  await hydrated(nora);
  await takePictures(nora, "invitation");
  await nora.getByLabel("Your name").fill("Nora Quist");
  await nora.getByLabel(/^Password/).fill("a long password");
  await nora.getByRole("button", { name: "Join Northwind Talent" }).click();
  await nora.waitForURL(/\/jobs$/);
  await hydrated(nora);
  await nora.getByRole("button", { name: "Account of Nora Quist" }).waitFor();

  // The owner's list shows her without a reload of hers being asked for.
  await owner.goto(`${clara.url}/settings/members`);
  await hydrated(owner);
  const row = owner.getByRole("row", { name: /Nora Quist/ });
  await row.getByRole("button", { name: "Deactivate" }).click();
  const question = owner.locator("dialog[open]", { hasText: "Deactivate Nora Quist?" });
  await question.getByRole("button", { name: "Deactivate" }).click();
  await row.getByText("Deactivated").waitFor();

  await nora.waitForURL(/\/sign-in\?error=ended/);
  await nora.getByText("Your session has ended").waitFor();
  await nora.getByLabel("Mail address").fill("nora.quist@northwind.example");
  await nora.getByLabel("Password").fill("a long password");
  await nora.getByRole("button", { name: "Sign in" }).click();
  await nora.getByText("do not belong together").waitFor();
  assert.deepEqual([owner.problems, nora.problems], [[], []]);
});

test("one's own account shows where one is signed in, and signs out elsewhere", async () => {
  const [here, there] = [await newPage(browser), await newPage(browser)];
  for (const page of [here, there]) await signIn(page, clara, "recruiter@northwind.example");
  await here.goto(`${clara.url}/account`);
  await hydrated(here);
  await here.getByText("This one").waitFor();
  await takePictures(here, "account");
  await here.getByRole("button", { name: "Sign out everywhere else" }).click();
  await there.waitForURL(/\/sign-in\?error=ended/);
  await here.getByLabel("Present password").fill("not it, sorry");
  await here.getByLabel(/^New password/).fill("a quite new password");
  await here.getByRole("button", { name: "Change password" }).click();
  await here.getByText("not your present password").waitFor();
  // Who signs out knows that the session has ended.
  await here.getByRole("button", { name: /account of/ }).click();
  await here.getByRole("button", { name: "Sign out", exact: true }).click();
  await here.waitForURL((url) => url.pathname === "/sign-in");
  await here.waitForLoadState("networkidle");
  assert.equal(new URL(here.url()).search, "");
});

/** Waits for the mail to be written, opens it, and answers its link. */
async function mailedLink(page) {
  for (;;) {
    await page.goto(`${clara.url}/settings/mail`);
    await hydrated(page);
    const mail = page.getByText("Join Northwind Talent on CLARA");
    if (await mail.count()) {
      await mail.first().click();
      const text = await page.locator(".mail-text").first().innerText();
      return /http:\S+\/invitation\/\S+/.exec(text)[0];
    }
  }
}
