// Follow-up questions: switched on by an admin, answered by a candidate without JavaScript, seen by a recruiter.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { AxeBuilder } from "@axe-core/playwright";
import { launchBrowser, newPage, takePictures } from "../support/browser.js";
import { call, hydrated, imported, people, signIn, startClara } from "../support/clara.js";

let clara;
let browser;

before(async () => {
  [clara, browser] = await Promise.all([startClara(), launchBrowser()]);
});

after(async () => {
  await browser?.close();
  await clara?.stop();
});

/** The demo's connection. */
async function connection(page) {
  const { body } = await call(page, "integrations/list");
  return body[0].id;
}

/** No defect that axe finds. */
async function accessible(page) {
  const { violations } = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]).analyze();
  assert.deepEqual(violations.map((violation) => `${violation.id}: ${violation.nodes[0].html}`), []);
}

/** The link in the newest mail to somebody, from *Settings → Mail*. */
async function mailedLink(page, to) {
  for (let tries = 0; tries < 150; tries += 1) {
    const { body } = await call(page, "mails/list");
    const mail = JSON.stringify(body).match(new RegExp(`${to}.*?(/q/[\\w-]{43})`));
    if (mail) return clara.url + mail[1];
    await page.waitForTimeout(200);
  }
  throw new Error("no mail came");
}

test("an admin edits the questions, looks at them, and switches them on for those who come", async () => {
  const page = await newPage(browser);
  await signIn(page, clara);
  await imported(page);
  const id = await connection(page);
  await page.goto(`${clara.url}/settings/integrations`);
  await page.getByRole("link", { name: "Follow-up Questions" }).click();
  await page.waitForURL(`**/settings/integrations/${id}/follow-up-questions`);
  await hydrated(page);
  await page.getByRole("heading", { level: 1, name: "Follow-up Questions" }).waitFor();
  const stages = page.getByRole("group", { name: "Stages in which candidates are asked" });
  await stages.getByRole("checkbox").first().waitFor();
  await takePictures(page, "follow-up-questions");
  await page.setViewportSize({ width: 1440, height: 900 });

  // A question that knocks out, put first by its button.
  await page.getByRole("button", { name: "Choice", exact: true }).click();
  const added = page.locator(".question-editor").last();
  await added.getByLabel("Question", { exact: true }).fill("Do you work nights?");
  await added.getByRole("checkbox", { name: "Knocks out" }).nth(1).check();
  await added.getByLabel("Must be answered").check();
  await page.getByRole("button", { name: "File", exact: true }).click();
  await page.locator(".question-editor").last().getByLabel("Question", { exact: true }).fill("Your certificate");
  for (let place = 6; place > 1; place -= 1) await page.getByRole("button", { name: `Move question ${place} up` }).click();
  assert.equal(await page.locator(".question-editor").first().getByLabel("Question", { exact: true }).inputValue(), "Do you work nights?");

  const [preview] = await Promise.all([page.waitForEvent("popup"), page.getByRole("button", { name: "Preview form" }).click()]);
  await preview.getByText("This is a preview").waitFor();
  await preview.getByText("Do you work nights?").waitFor();
  await preview.close();
  const [mail] = await Promise.all([page.waitForEvent("popup"), page.getByRole("button", { name: "Preview mail" }).click()]);
  await mail.getByText("7 questions").waitFor();
  await takePictures(mail, "follow-up-mail-preview");
  await mail.close();
  await page.getByRole("button", { name: "Save questions" }).click();
  await page.locator(".toast", { hasText: "Saved as version 1" }).waitFor();

  // Nobody is written to by mistake: the dialog counts first, and its default asks nobody who is there already.
  await page.getByRole("checkbox", { name: "New applicant" }).check();
  await page.getByLabel("After the candidate enters the stage").selectOption({ label: "At once" });
  await page.getByLabel("Quiet hours: no mail at night").uncheck();
  await page.getByRole("button", { name: "Switch on…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText(/\d+ people would get mail now\./).waitFor();
  await takePictures(page, "follow-up-start");
  await page.setViewportSize({ width: 1440, height: 900 });
  assert.ok(await dialog.getByRole("radio", { name: /from now on/ }).isChecked());
  await dialog.getByRole("button", { name: "Switch on", exact: true }).click();
  await page.locator(".asking .badge.good", { hasText: "On" }).waitFor();
  const { body } = await call(page, "follow-ups/asked", { integration: id, page: "0" });
  assert.deepEqual(body.rows, [], "nobody was asked by switching it on");
  await page.reload();
  await hydrated(page);
  await accessible(page);
  assert.deepEqual(page.problems, []);
});

test("a candidate answers on a phone without JavaScript, and the recruiter sees it", async () => {
  const owner = await newPage(browser);
  await signIn(owner, clara);
  const [job] = await imported(owner);
  const ats = await newPage(browser);
  await ats.goto(`${clara.simulator}/add`);
  await ats.getByLabel("Full name").fill("Ines Duarte");
  await ats.getByLabel("Email").fill("ines.follow@mail.example");
  await ats.getByLabel("Job").selectOption({ label: job.title });
  await ats.getByLabel("Resume").setInputFiles({ name: "resume.txt", mimeType: "text/plain", buffer: Buffer.from("Ines Duarte\n\nExperience\nEngineer, Example\nJan 2016 - Present\nRust and SQL.\n") });
  await ats.getByRole("button", { name: "Add application" }).click();
  await ats.waitForURL(/\/candidates\//);
  const link = await mailedLink(owner, "ines.follow@mail.example");

  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 390, height: 844 }, colorScheme: "light" });
  const form = await context.newPage();
  const scripts = [];
  form.on("request", (request) => ["script", "fetch", "xhr"].includes(request.resourceType()) && scripts.push(request.url()));
  await form.goto(link);
  await form.getByRole("heading", { level: 1, name: "A few questions about your application" }).waitFor();
  await takePictures(form, "follow-up-form");
  await form.setViewportSize({ width: 390, height: 844 });

  // Half an answer is saved and found again; what is missing is named, and what was entered stays.
  const nights = form.getByRole("group", { name: /Do you work nights/ });
  await form.getByLabel(/What salary do you expect/).fill("<b>plenty</b> & more");
  await form.getByLabel(/Your certificate/).setInputFiles({ name: "certificate.txt", mimeType: "text/plain", buffer: Buffer.from("A certificate.") });
  await form.getByRole("button", { name: "Save and go on later" }).click();
  await form.getByText("Saved.").waitFor();
  assert.equal(await form.getByLabel(/What salary do you expect/).inputValue(), "<b>plenty</b> & more");
  await form.getByText("certificate.txt").waitFor();
  await form.getByRole("button", { name: "Send answers" }).click();
  await form.getByRole("alert").getByText("3 answers need your attention").waitFor();
  await takePictures(form, "follow-up-form-problems");
  await form.setViewportSize({ width: 390, height: 844 });
  assert.equal(await form.evaluate(() => document.documentElement.scrollWidth), 390, "nothing hangs over");

  await nights.getByLabel("No").check();
  await form.getByRole("group", { name: /right to work/ }).getByLabel("Yes").check();
  await form.getByLabel(/When could you start/).fill("2027-02-01");
  await form.getByRole("button", { name: "Send answers" }).click();
  await form.getByRole("heading", { name: "Thank you, your answers were sent" }).waitFor();
  await takePictures(form, "follow-up-thanks");
  await form.reload();
  await form.getByRole("heading", { name: "Thank you, your answers were sent" }).waitFor();
  assert.deepEqual(scripts, []);

  // The recruiter: a flag with its reason, the answers with their time, the file.
  const recruiter = await newPage(browser);
  await signIn(recruiter, clara, people.recruiter);
  await recruiter.goto(`${clara.url}/jobs/${job.id}`);
  await recruiter.locator(".card", { hasText: "Ines Duarte" }).getByText("Knock-out answer").waitFor();
  await recruiter.locator(".card", { hasText: "Ines Duarte" }).locator(".card-name").click();
  const profile = recruiter.locator("aside.pane");
  await profile.getByText("CLARA rejects nobody").waitFor();
  await profile.getByRole("tab", { name: /Answers/ }).click();
  await profile.getByText("<b>plenty</b> & more").waitFor();
  await profile.getByRole("link", { name: "certificate.txt" }).waitFor();
  await profile.getByText("Answered", { exact: true }).waitFor();
  await takePictures(recruiter, "follow-up-profile");
  await recruiter.goto(`${clara.url}/settings/integrations/${await connection(recruiter)}/follow-up-questions`);
  await hydrated(recruiter);
  await recruiter.getByRole("link", { name: "Ines Duarte" }).waitFor();
  assert.equal(await recruiter.getByRole("button", { name: "Save questions" }).count(), 0, "a recruiter looks and changes nothing");
  await takePictures(recruiter, "follow-up-asked");
  assert.deepEqual(recruiter.problems, []);
  await context.close();
});

test("the form is readable by everybody, light and dark", async () => {
  const page = await newPage(browser);
  await signIn(page, clara);
  const link = await mailedLink(page, "ines.follow@mail.example");
  for (const theme of ["light", "dark"]) {
    const form = await newPage(browser, { theme, width: 390, height: 844 });
    await form.goto(`${link}x`);
    await form.getByRole("heading", { name: "This link does not work" }).waitFor();
    await accessible(form);
    await takePictures(form, "follow-up-dead-link");
  }
  const admin = await newPage(browser, { theme: "dark", width: 390, height: 844 });
  await signIn(admin, clara);
  await admin.goto(`${clara.url}/settings/integrations/${await connection(admin)}/follow-up-questions`);
  await hydrated(admin);
  const [preview] = await Promise.all([admin.waitForEvent("popup"), admin.getByRole("button", { name: "Preview form" }).click()]);
  await preview.getByText("This is a preview").waitFor();
  await accessible(preview);
});
