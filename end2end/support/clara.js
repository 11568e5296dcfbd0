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
 * `resume` starts it again at the same addresses.
 */
export async function startClara({ opportunities = 60 } = {}) {
  const data = await mkdtemp(join(tmpdir(), "clara-"));
  const start = (listen, simulator) => demo(data, { listen, simulator, opportunities });
  let running = await start(free, free);
  const { url, simulator } = running.addresses;
  return {
    url,
    simulator,
    halt: () => running.end(),
    resume: async () => {
      running = await start(new URL(url).host, new URL(simulator).host);
    },
    stop: async () => {
      await running.end();
      await rm(data, { recursive: true, force: true });
    },
  };
}

/**
 * The same organization, whose mails go to a mail server: what the demo began goes on as `clara simulator` and `clara serve`,
 * because the demo itself keeps its mails in a folder. Resolves to `{ url, simulator, stop }`.
 */
export async function startMailingClara(smtp, { opportunities = 60 } = {}) {
  const data = await mkdtemp(join(tmpdir(), "clara-mailing-"));
  const begun = await demo(data, { listen: free, simulator: free, opportunities });
  const { url, simulator } = begun.addresses;
  await begun.end();
  const ats = await run(
    ["simulator", "--listen", new URL(simulator).host, "--data-dir", join(data, "simulator"), "--opportunities", String(opportunities)],
    {},
    { facts: /^(\{.*\})$/ },
  );
  const product = await run(
    ["serve"],
    {
      CLARA_DATA_DIR: join(data, "clara"),
      CLARA_LISTEN: new URL(url).host,
      CLARA_SIMULATOR: ats.addresses.facts,
      CLARA_SMTP_URL: smtp.url,
      CLARA_MAIL_FROM: "CLARA <clara@northwind.example>",
    },
    { url: /^CLARA listens on (\S+)/ },
  );
  return {
    url,
    simulator,
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
    ["demo", "--listen", listen, "--simulator", simulator, "--data-dir", data, "--opportunities", String(opportunities)],
    {},
    { url: /^CLARA listens on (\S+)/, simulator: /^Simulator .* listens on (\S+)/ },
  );
}

/** Starts `clara serve` with an organization in which nothing has happened yet. Its owner is `people.owner`. */
export async function startEmptyClara() {
  const data = await mkdtemp(join(tmpdir(), "clara-empty-"));
  const environment = { CLARA_DATA_DIR: data, CLARA_LISTEN: free };
  const admin = (...words) => execFileSync(program, ["admin", ...words], {
    env: { ...process.env, ...environment },
    input: `${password}\n`,
    stdio: ["pipe", "pipe", "ignore"],
  }).toString().trim();
  const organization = admin("create-organization", "Empty Ltd");
  admin("create-owner", "--organization", organization, "--email", people.owner, "--name", "Ada Byron");
  const running = await run(["serve"], environment, { url: /^CLARA listens on (\S+)/ });
  return {
    url: running.addresses.url,
    stop: async () => {
      await running.end();
      await rm(data, { recursive: true, force: true });
    },
  };
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
  const end = async () => {
    child.kill("SIGTERM");
    await ended;
  };
  return { addresses, end };
}

/** Signs a person in on an open page and waits until the page that follows is hydrated. */
export async function signIn(page, clara, email = people.owner) {
  await page.goto(`${clara.url}/sign-in`);
  await page.getByLabel("Mail address").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(/\/jobs/);
  await hydrated(page);
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
