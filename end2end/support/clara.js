// Starts the built `clara demo` (product and simulator, connected) on free ports, with an empty data folder of its own.
import { spawn } from "node:child_process";
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

/** Resolves when both listen, to `{ url, simulator, stop }`. */
export async function startClara({ opportunities = 60 } = {}) {
  const data = await mkdtemp(join(tmpdir(), "clara-"));
  const free = "127.0.0.1:0";
  const child = spawn(
    program,
    ["demo", "--listen", free, "--simulator", free, "--data-dir", data, "--opportunities", String(opportunities)],
    { stdio: ["ignore", "pipe", "pipe"] },
  );
  let log = "";
  child.stderr.on("data", (chunk) => (log += chunk));
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const stop = async () => {
    child.kill("SIGTERM");
    await ended;
    await rm(data, { recursive: true, force: true });
  };

  const addresses = {};
  await new Promise((resolve, reject) => {
    child.once("error", reject);
    ended.then((code) => reject(new Error(`clara ended (${code}) before it listened:\n${log}`)));
    createInterface({ input: child.stdout }).on("line", (line) => {
      const listens = /^(CLARA|Simulator).* listens on (\S+)/.exec(line);
      if (listens) addresses[listens[1]] = listens[2];
      if (addresses.CLARA && addresses.Simulator) resolve();
    });
  });
  return { url: addresses.CLARA, simulator: addresses.Simulator, stop };
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
