// *Select jobs to process*: filters by team, location, state and words; what *Select all* means with them; what is chosen stays chosen.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launchBrowser, newPage } from "../support/browser.js";
import { hydrated, people, signIn, startClara } from "../support/clara.js";
import { connect } from "../support/lever.js";

let clara;
let browser;

before(async () => {
  [clara, browser] = await Promise.all([startClara(), launchBrowser()]);
});

after(async () => {
  await browser?.close();
  await clara?.stop();
});

const boxes = (page) => page.getByRole("checkbox", { name: /^Process / });

/** The jobs that are listed now. */
function listed(page) {
  return page.locator("table.postings tbody tr").evaluateAll((rows) => rows.map((row) => {
    const box = row.querySelector("input");
    const [, team, place, state, candidates] = [...row.querySelectorAll("td")].map((cell) => cell.textContent.trim());
    return {
      title: box.getAttribute("aria-label").replace(/^Process /, ""),
      team,
      place,
      state,
      candidates: Number(candidates),
      chosen: box.checked,
      processed: row.querySelector(".badge.good") !== null,
    };
  }));
}

/** The single places of a job: Lever's list of them stands in one cell. */
const places = (job) => job.place.split(/[,;/]/).map((place) => place.trim()).filter(Boolean);
const isIn = (place) => (job) => places(job).includes(place);

const titles = (jobs) => jobs.map((job) => job.title);
const chosen = async (page) => titles((await listed(page)).filter((job) => job.chosen));

/** The list comes to be exactly these jobs. */
async function shows(page, jobs) {
  const wanted = titles(jobs);
  let now = titles(await listed(page));
  for (let tries = 0; tries < 50 && now.join("\n") !== wanted.join("\n"); tries += 1) {
    await page.waitForTimeout(50);
    now = titles(await listed(page));
  }
  assert.deepEqual(now, wanted);
}

/** The line above *Next* comes to say how many are chosen. */
function says(page, count) {
  const words = count === 0 ? "Select at least one job" : `${count} ${count === 1 ? "job" : "jobs"} selected`;
  return page.locator("footer.actions").getByText(words, { exact: true }).waitFor();
}

/** The line comes to say how many candidates of these jobs are to be read. */
function estimates(page, jobs) {
  const candidates = jobs.reduce((sum, job) => sum + job.candidates, 0);
  const words = candidates === 0 ? /^Nothing new to read\.$/ : new RegExp(`^${candidates} candidates to read: about `);
  return page.locator("footer.actions").getByText(words).waitFor();
}

/** The jobs of a new connection, with none chosen. */
async function begin() {
  const page = await newPage(browser);
  await signIn(page, clara, people.partnerAdmin);
  const id = await connect(page, clara);
  await boxes(page).first().waitFor();
  const jobs = await listed(page);
  assert.ok(jobs.length >= 12, `${jobs.length} jobs`);
  assert.deepEqual(jobs.filter((job) => job.chosen || job.processed), []);
  return { page, id, jobs };
}

/** A place where jobs in several states are, so that a second filter narrows the first. */
function mixedPlace(jobs) {
  const states = (place) => new Set(jobs.filter(isIn(place)).map((job) => job.state));
  const published = jobs.filter((job) => job.state === "published").flatMap(places);
  const found = published.find((place) => states(place).size > 1);
  assert.ok(found, "no place has jobs in several states");
  return found;
}

test("jobs are filtered by team, location, state and words", async () => {
  const { page, jobs } = await begin();
  assert.ok(jobs.some((job) => places(job).length > 1), "no job has several places");
  for (const [label, of] of [["Any team", (job) => [job.team]], ["Any location", places], ["Any state", (job) => [job.state]]]) {
    const filter = page.getByRole("combobox", { name: label });
    const values = [...new Set(jobs.flatMap(of).filter(Boolean))].toSorted();
    assert.ok(values.length > 1, label);
    assert.deepEqual(await filter.locator("option").allTextContents(), [label, ...values]);
    for (const value of values) {
      await filter.selectOption(value);
      await shows(page, jobs.filter((job) => of(job).includes(value)));
    }
    await filter.selectOption("");
    await shows(page, jobs);
  }

  const place = mixedPlace(jobs);
  await page.getByRole("combobox", { name: "Any location" }).selectOption(place);
  await page.getByRole("combobox", { name: "Any state" }).selectOption("published");
  const both = jobs.filter((job) => isIn(place)(job) && job.state === "published");
  await shows(page, both);
  const words = page.getByRole("searchbox", { name: "Search jobs" });
  await words.fill(both[0].title.toUpperCase());
  await shows(page, both.filter((job) => job.title.toUpperCase().includes(both[0].title.toUpperCase())));
  // Who looks for a job that is not there is told why.
  const why = page.getByText(/CLARA does not ask for access to confidential ones/);
  assert.ok(!(await why.isVisible()));
  await page.getByText("A job is missing?").click();
  await why.waitFor();
  await words.fill("no such job");
  await page.getByText("No job matches the filters.").waitFor();
  await shows(page, []);
  assert.deepEqual(page.problems, []);
  await page.context().close();
});

test("select all takes what the filters show, and what is chosen stays chosen behind them", async () => {
  const { page, id, jobs } = await begin();
  const all = page.getByRole("checkbox", { name: "Select all" });
  const location = page.getByRole("combobox", { name: "Any location" });
  const next = page.getByRole("button", { name: "Next: Follow-up Questions" });
  await says(page, 0);
  await estimates(page, []);
  assert.ok(await next.isDisabled());

  // All there are, and how many people that means.
  await all.check();
  await says(page, jobs.length);
  assert.ok(jobs.some((job) => job.candidates > 0));
  await estimates(page, jobs);
  assert.ok(await next.isEnabled());

  // Behind a filter it takes away what is shown, and nothing else.
  const place = mixedPlace(jobs);
  const there = jobs.filter(isIn(place));
  const elsewhere = jobs.filter((job) => !isIn(place)(job));
  await location.selectOption(place);
  await shows(page, there);
  assert.ok(await all.isChecked());
  await all.uncheck();
  await says(page, elsewhere.length);
  assert.deepEqual(await chosen(page), []);
  await location.selectOption("");
  await shows(page, jobs);
  assert.ok(!(await all.isChecked()));
  assert.deepEqual(await chosen(page), titles(elsewhere));

  // And it adds what is shown.
  await all.check();
  await all.uncheck();
  await says(page, 0);
  await location.selectOption(place);
  await shows(page, there);
  await all.check();
  await says(page, there.length);
  await estimates(page, there);
  await location.selectOption("");
  await shows(page, jobs);
  assert.deepEqual(await chosen(page), titles(there));

  // What is saved is what was chosen, seen or not.
  const [other] = places(elsewhere[0]);
  await location.selectOption(other);
  await shows(page, jobs.filter(isIn(other)));
  await says(page, there.length);
  await next.click();
  await page.waitForURL(/\/follow-up-questions$/);
  await page.goto(`${clara.url}/settings/integrations/${id}/jobs`);
  await hydrated(page);
  await boxes(page).first().waitFor();
  const saved = await listed(page);
  assert.deepEqual(titles(saved.filter((job) => job.processed)), titles(there));
  assert.deepEqual(titles(saved.filter((job) => job.chosen)), titles(there));
  await estimates(page, []);
  assert.deepEqual(page.problems, []);
  await page.context().close();
});
