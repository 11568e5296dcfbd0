// Takes the README's pictures from the demo as it is: `node end2end/pictures.js` (needs a built `clara`).
import { join } from "node:path";
import { launchBrowser, newPage } from "./support/browser.js";
import { hydrated, people, signIn, startClara } from "./support/clara.js";

const folder = join(import.meta.dirname, "../docs/images");
const job = "Accountant";

const clara = await startClara({ opportunities: 400 });
const browser = await launchBrowser();

/** Opens the job's board in a window of its own, once nobody there waits for a score. */
async function openBoard(options) {
  const page = await newPage(browser, options);
  await signIn(page, clara, people.recruiter);
  await page.locator("a.job-title", { hasText: job }).click();
  await page.locator(".board .card").first().waitFor();
  await page.waitForFunction(() => !document.querySelector(".card .score.pending"));
  return page;
}

try {
  const jobs = await newPage(browser);
  await signIn(jobs, clara, people.recruiter);
  await jobs.waitForFunction(() => !document.querySelector(".jobs progress, .jobs [role=progressbar]"), null, { timeout: 180_000 });

  const wide = await openBoard({ theme: "light" });
  await wide.locator(".column:nth-child(3) .card-name").first().click();
  await wide.locator("aside.pane .quote").first().waitFor();
  await wide.screenshot({ path: join(folder, "board-and-profile.png") });

  const dark = await openBoard({ theme: "dark" });
  await dark.screenshot({ path: join(folder, "board-dark.png") });

  const phone = await newPage(browser, { width: 390, height: 844 });
  await signIn(phone, clara, people.recruiter);
  await phone.goto(wide.url().replace(/\/jobs\/[^?]+\?application=/, "/applications/"));
  await hydrated(phone);
  await phone.locator(".quote").first().waitFor();
  await phone.screenshot({ path: join(folder, "profile-phone.png") });
} finally {
  await browser.close();
  await clara.stop();
}
