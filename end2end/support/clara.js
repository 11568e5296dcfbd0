// Starts the built `clara demo` (product and simulator, connected) on free ports, with an empty data folder of its own.
import { execFileSync, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

const program = process.env.CLARA ?? join(import.meta.dirname, "../../target/debug/clara");

/** The demo's people, by role; one password for all. */
export const people = {
  owner: "owner@northwind.example",
  partnerAdmin: "admin@northwind.example",
  recruiter: "recruiter@northwind.example",
  hiringManager: "manager@northwind.example",
};
const password = "demo-of-clara";
const free = "127.0.0.1:0";

/**
 * Resolves when both listen, to `{ url, simulator, stop, halt, resume }`. `halt` stops the program and keeps its data,
 * `resume` starts it again at the same addresses. The owner belongs to these further organizations, too, in which nothing has
 * happened yet.
 */
export async function startClara({ opportunities = 60, organizations = [] } = {}) {
  const data = await mkdtemp(join(tmpdir(), "clara-"));
  const start = (listen, simulator) => demo(data, { listen, simulator, opportunities });
  let running = await start(free, free);
  const { url, simulator } = running.addresses;
  const resume = async () => {
    running = await start(new URL(url).host, new URL(simulator).host);
  };
  if (organizations.length > 0) {
    await running.end();
    for (const name of organizations) createOrganization({ CLARA_DATA_DIR: join(data, "clara") }, name);
    await resume();
  }
  return {
    url,
    simulator,
    halt: () => running.end(),
    resume,
    stop: async () => {
      await running.end();
      await rm(data, { recursive: true, force: true });
    },
  };
}

/** The same organization, whose mails go to a mail server: the demo itself keeps them in a folder. */
export function startMailingClara(smtp, { opportunities = 60 } = {}) {
  const mails = { CLARA_SMTP_URL: smtp.url, CLARA_MAIL_FROM: "CLARA <clara@northwind.example>" };
  return startApart({ opportunities, environment: mails });
}

/**
 * The same organization as two programs: what the demo began goes on as `clara simulator` and `clara serve`. Resolves to
 * `{ url, simulator, kill, resume, stop }`. `kill` ends the product as a crash would, while the simulator goes on; `resume` starts it
 * again at the same address, with the same data.
 */
export async function startApart({ opportunities = 60, environment = {} } = {}) {
  const data = await mkdtemp(join(tmpdir(), "clara-apart-"));
  const begun = await demo(data, { listen: free, simulator: free, opportunities });
  const { url, simulator } = begun.addresses;
  await begun.end();
  const ats = await run(
    ["simulator", "--listen", new URL(simulator).host, "--limiter", "off", "--data-dir", join(data, "simulator"), "--opportunities", String(opportunities)],
    {},
    { facts: /^(\{.*\})$/ },
  );
  const settings = {
    CLARA_DATA_DIR: join(data, "clara"),
    CLARA_LISTEN: new URL(url).host,
    CLARA_SIMULATOR: ats.addresses.facts,
    ...environment,
  };
  const serve = () => run(["serve"], settings, { url: /^CLARA listens on (\S+)/ });
  let product = await serve();
  return {
    url,
    simulator,
    kill: () => product.kill(),
    resume: async () => {
      product = await serve();
    },
    stop: async () => {
      await product.end();
      await ats.end();
      await rm(data, { recursive: true, force: true });
    },
  };
}

/** Runs `clara demo` with its data in this folder. */
function demo(data, { listen, simulator, opportunities }) {
  return run(
    ["demo", "--listen", listen, "--simulator", simulator, "--limiter", "off", "--data-dir", data, "--opportunities", String(opportunities)],
    {},
    { url: /^CLARA listens on (\S+)/, simulator: /^Simulator .* listens on (\S+)/ },
  );
}

/** Starts `clara serve` with an organization in which nothing has happened yet. Its owner is `people.owner`. Mails go to `smtp`, if there is one. */
export async function startEmptyClara({ smtp } = {}) {
  const data = await mkdtemp(join(tmpdir(), "clara-empty-"));
  const mailing = smtp ? { CLARA_SMTP_URL: smtp.url, CLARA_MAIL_FROM: "CLARA <clara@northwind.example>" } : {};
  const environment = { CLARA_DATA_DIR: data, CLARA_LISTEN: free, ...mailing };
  createOrganization(environment, "Empty Ltd");
  const running = await run(["serve"], environment, { url: /^CLARA listens on (\S+)/ });
  return {
    url: running.addresses.url,
    stop: async () => {
      await running.end();
      await rm(data, { recursive: true, force: true });
    },
  };
}

/** Makes an organization whose owner is `people.owner`, as whoever installs CLARA does while it does not run. */
function createOrganization(environment, name) {
  const admin = (...words) => execFileSync(program, ["admin", ...words], {
    env: { ...process.env, ...environment },
    input: `${password}\n`,
    stdio: ["pipe", "pipe", "ignore"],
  }).toString().trim();
  const organization = admin("create-organization", name);
  admin("create-owner", "--organization", organization, "--email", people.owner, "--name", "Ada Byron");
}

/** Runs the program until it has printed all the addresses that `expected` finds. */
async function run(words, environment, expected) {
  const child = spawn(program, words, { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, ...environment } });
  let log = "";
  child.stderr.on("data", (chunk) => (log += chunk));
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const addresses = {};
  await new Promise((resolve, reject) => {
    child.once("error", reject);
    ended.then((code) => reject(new Error(`clara ended (${code}) before it listened:\n${log}`)));
    createInterface({ input: child.stdout }).on("line", (line) => {
      for (const [name, pattern] of Object.entries(expected)) {
        addresses[name] ??= pattern.exec(line)?.[1];
      }
      if (Object.keys(expected).every((name) => addresses[name])) resolve();
    });
  });
  const stopBy = (signal) => async () => {
    child.kill(signal);
    await ended;
  };
  return { addresses, end: stopBy("SIGTERM"), kill: stopBy("SIGKILL") };
}

/** Signs a person in on an open page and waits until the page that follows is hydrated. */
export async function signIn(page, clara, email = people.owner, words = password) {
  await page.goto(`${clara.url}/sign-in`);
  await fillSignIn(page, email, words);
  await page.waitForURL(/\/jobs/);
  await hydrated(page);
}

/** Signs a person in on the page where one signs in, which then leads on. */
export async function fillSignIn(page, email, words = password) {
  await page.getByLabel("Mail address").fill(email);
  await page.getByLabel("Password").fill(words);
  await page.getByRole("button", { name: "Sign in" }).click();
}

/** Waits until the page answers to clicks. */
export function hydrated(page) {
  return page.locator("body[data-hydrated]").waitFor();
}

/** Calls a server function as the page's person. */
export async function call(page, endpoint, fields = {}) {
  return page.evaluate(async ([path, body]) => {
    const answer = await fetch(path, { method: "POST", body: new URLSearchParams(body) });
    return { status: answer.status, body: await answer.json().catch(() => null) };
  }, [`/api/${endpoint}`, fields]);
}

/** Waits until every job of the demo is imported and every card scored; answers the jobs, the fullest first. */
export async function imported(page) {
  for (;;) {
    const { body } = await call(page, "jobs/list");
    const done = body.rows.every((job) => !job.import);
    const jobs = body.rows.toSorted((one, other) => other.candidates - one.candidates);
    if (done && jobs[0]?.candidates > 0) {
      const cards = await call(page, "board/cards", { job: jobs[0].id });
      if (!JSON.stringify(cards.body).includes('"scoring"')) return jobs;
    }
    await page.waitForTimeout(200);
  }
}
