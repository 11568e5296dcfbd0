// Starts the built `clara` program on a free port with an empty data folder of its own.
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

const program = process.env.CLARA ?? join(import.meta.dirname, "../../target/debug/clara");

/** Runs `clara SUBCOMMAND …`; resolves when it says where it listens, to `{ url, lines, stop }`. */
export async function startClara(subcommand = "serve", ...options) {
  const data = await mkdtemp(join(tmpdir(), "clara-"));
  const child = spawn(program, [subcommand, "--listen", "127.0.0.1:0", ...options], {
    cwd: data,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let log = "";
  child.stderr.on("data", (chunk) => (log += chunk));
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const stop = async () => {
    child.kill("SIGTERM");
    await ended;
    await rm(data, { recursive: true, force: true });
  };

  const lines = [];
  const url = await new Promise((resolve, reject) => {
    child.once("error", reject);
    ended.then((code) => reject(new Error(`clara ended (${code}) before it listened:\n${log}`)));
    createInterface({ input: child.stdout }).on("line", (line) => {
      lines.push(line);
      const listens = /^CLARA listens on (\S+)/.exec(line);
      if (listens) resolve(listens[1]);
    });
  });
  return { url, lines, stop };
}
