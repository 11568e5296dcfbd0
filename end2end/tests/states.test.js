// Every page that asks the server: it says that it waits, it says that the server cannot be reached, and it is there once it can be.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { launchBrowser, newPage } from "../support/browser.js";
import { call, hydrated, imported, signIn, startClara } from "../support/clara.js";

let clara;
let browser;
let page;
const ids = {};

before(async () => {
  [clara, browser] = await Promise.all([startClara(), launchBrowser()]);
  page = await newPage(browser);
  await signIn(page, clara);
  const [job] = await imported(page);
  const cards = JSON.stringify((await call(page, "board/cards", { job: job.id })).body);
  ids.job = job.id;
  [ids.application] = /[0-9a-f]{8}-[0-9a-f-]{27}/.exec(cards);
  ids.integration = (await call(page, "integrations/list")).body[0].id;
});

after(async () => {
  await browser?.close();
  await clara?.stop();
});

/** The paths of the pages for members, as the router has them. */
function paths() {
  const router = readFileSync(join(import.meta.dirname, "../../app/src/lib.rs"), "utf8");
  const members = router.slice(router.indexOf('<ParentRoute path=path!("")'));
  let prefix = "";
  const found = [];
  for (const [, closes, kind, path] of members.matchAll(/(<\/ParentRoute>)|<(ParentRoute|Route) path=path!\("([^"]*)"\)/g)) {
    if (closes) prefix = "";
    else if (kind === "ParentRoute") prefix = path;
    else if (path !== "/") found.push(prefix + path);
  }
  return found;
}

/** What the server would be asked by the page: held back, refused or let through. */
async function control() {
  let way = "hold";
  const held = [];
  await page.route(/\/api\/(?!events)/, (route) => {
    if (way === "hold") held.push(route);
    else if (way === "refuse") route.abort();
    else route.continue();
  });
  return {
    refuse: async () => {
      way = "refuse";
      await Promise.all(held.splice(0).map((route) => route.abort()));
    },
    open: async () => {
      way = "open";
      await page.unroute(/\/api\/(?!events)/);
    },
  };
}

/** Goes there as by a link, so that the page itself asks for what it shows. */
function follow(path) {
  return page.evaluate((path) => {
    const link = document.createElement("a");
    link.href = path;
    document.querySelector("main").append(link);
    link.click();
  }, path);
}

const asking = paths().filter((path) => path !== "/help");

test("the router's pages are found", () => {
  assert.ok(asking.includes("/jobs/:job") && asking.includes("/settings/integrations/:integration/health"), asking.join(" "));
});

test("every page waits, fails and comes back", async (context) => {
  for (const template of asking) {
    await context.test(template, async () => {
      await page.goto(`${clara.url}/help`);
      await hydrated(page);
      const server = await control();
      await follow(template.replace(/:(\w+)/g, (_, name) => ids[name]));
      const main = page.locator("main");
      // Either the page before stays, under a bar that moves, or the page's own place says that it is on its way.
      await page.locator('.routing.on, main [role="status"]').first().waitFor();
      await server.refuse();
      const failed = main.getByRole("heading", { name: "CLARA cannot be reached" });
      await failed.first().waitFor();
      await server.open();
      // Where the page did not try by itself meanwhile.
      await main.getByRole("button", { name: "Try again" }).evaluateAll((buttons) => buttons.forEach((button) => button.click()));
      await failed.first().waitFor({ state: "detached" });
      assert.notEqual((await main.innerText()).trim(), "");
    });
  }
});
