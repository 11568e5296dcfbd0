// axe finds nothing: every page and what opens on it, in both themes, wide and narrow. Dialogs: accessibility_dialogs.
import { after, before, test } from "node:test";
import { axeFindsNothing } from "../support/axe.js";
import { cardIn, column, firstCard, openBoard } from "../support/board.js";
import { launchBrowser, newPage } from "../support/browser.js";
import { hydrated, imported, signIn, startClara, startEmptyClara } from "../support/clara.js";

let clara;
let empty;
let browser;
let job;
let integration;

before(async () => {
  clara = await startClara();
  browser = await launchBrowser();
  empty = await startEmptyClara();
  const page = await newPage(browser);
  await signIn(page, clara);
  [job] = await imported(page);
  integration = await page.evaluate(async () => (await (await fetch("/api/integrations/list", { method: "POST" })).json())[0].id);
  await page.context().close();
});

after(async () => {
  await browser?.close();
  await clara?.stop();
  await empty?.stop();
});

/** Opens a page and waits until it is alive. */
async function open(page, path, of = clara) {
  await page.goto(of.url + path);
  await hydrated(page);
}

/** Each state of the product: its name and the way to it. The page is signed in. */
const states = [
  ["jobs", (page) => open(page, "/jobs")],
  ["candidates", (page) => open(page, "/candidates")],
  ["candidates, nobody found", (page) => open(page, "/candidates?q=zzzz")],
  ["integrations", async (page) => {
    await open(page, "/settings/integrations");
    await page.locator("summary").first().click();
  }],
  ["disconnect", async (page) => {
    await open(page, "/settings/integrations");
    await page.getByRole("button", { name: "Disconnect" }).click();
    await page.getByRole("dialog").waitFor();
  }],
  ["add an integration", async (page) => {
    await open(page, "/settings/integrations/new");
    await page.getByRole("radio", { name: /simulator/ }).check();
    await page.getByRole("button", { name: "Connect to ATS" }).click();
    await page.getByRole("dialog").waitFor();
  }],
  ["select jobs", async (page) => {
    await open(page, `/settings/integrations/${integration}/jobs`);
    await page.getByRole("table").waitFor();
  }],
  ["status mapping", async (page) => {
    await open(page, `/settings/integrations/${integration}/status-mapping`);
    await page.getByRole("combobox", { name: "Column for Offer", exact: true }).waitFor();
  }],
  ["webhooks", (page) => open(page, `/settings/integrations/${integration}/webhooks`)],
  ["write-back", (page) => open(page, `/settings/integrations/${integration}/write-back`)],
  ["notes", (page) => open(page, "/settings/notes")],
  ["health", async (page) => {
    await open(page, `/settings/integrations/${integration}/health`);
    await page.locator('.check[data-check="mapping"]').waitFor();
  }],
  ["follow-up questions", async (page) => {
    await open(page, `/settings/integrations/${integration}/follow-up-questions`);
    await page.getByRole("heading", { level: 1 }).waitFor();
  }],
  ["members", async (page) => {
    await open(page, "/settings/members");
    await page.getByRole("table").waitFor();
  }],
  ["mail", (page) => open(page, "/settings/mail")],
  ["API tokens", (page) => open(page, "/settings/api-tokens")],
  ["failed work", (page) => open(page, "/settings/failed-work")],
  ["your account", async (page) => {
    await open(page, "/account");
    await page.getByLabel("Daily mails come at").waitFor();
  }],
  ["help", (page) => open(page, "/help")],
  ["no such page", (page) => open(page, "/nowhere")],
  ["no such job", (page) => open(page, "/jobs/01890a5d-ac96-774b-bcce-b302099a8057")],
  ["search", async (page) => {
    await open(page, "/jobs");
    await page.getByRole("combobox").first().fill("a");
    await page.getByRole("option").first().waitFor();
  }],
  ["account menu", async (page) => {
    await open(page, "/jobs");
    await page.getByRole("button", { name: /account of/ }).click();
  }],
  ["board", (page) => openBoard(page, clara, job)],
  ["board, filtered to nothing", async (page) => {
    await openBoard(page, clara, job);
    await page.getByPlaceholder(/^Filter/).fill("zzzz");
  }],
  ["move menu", async (page) => {
    await openBoard(page, clara, job);
    await column(page, "To review").or(column(page, "Not Qualified")).locator(".card-move").first().click();
    await page.getByRole("menu").waitFor();
  }],
  ["several selected", async (page) => {
    await openBoard(page, clara, job);
    await page.locator(".card-check").first().check();
    await page.getByRole("region", { name: "Selected candidates" }).waitFor();
  }],
  ["rejecting", async (page) => {
    await openBoard(page, clara, job);
    const card = await firstCard(page, "Not Qualified");
    await cardIn(page, "Not Qualified", card).locator(".card-move").click();
    await page.getByRole("menuitem", { name: "Rejected" }).click();
    await page.getByRole("dialog").waitFor();
  }],
  ["sharing", async (page) => {
    await openBoard(page, clara, job);
    await page.getByRole("button", { name: "Share with Hiring Manager" }).click();
    await page.getByRole("dialog").waitFor();
  }],
  ["a refused move", async (page) => {
    await openBoard(page, clara, job);
    await page.route("**/api/board/move", (route) => route.abort());
    await page.locator(".card-name").first().press("Shift+ArrowRight");
    await page.locator(".toast.bad").waitFor();
    await page.waitForTimeout(600);
  }],
  ["offline", async (page) => {
    await openBoard(page, clara, job);
    await page.context().setOffline(true);
    await page.locator(".connection").waitFor();
  }],
  ...["Match", "Documents", "Experience", "Answers", "Comments", "Timeline"].map((tab) => [`profile beside the board: ${tab}`, async (page) => {
    await openBoard(page, clara, job);
    await page.goto(new URL(await column(page, "Pre-Qualified").locator(".card-name").first().getAttribute("href"), clara.url).href);
    await hydrated(page);
    await page.getByRole("tab", { name: tab }).click();
    await page.getByRole("tabpanel", { name: tab }).waitFor();
    if (tab === "Documents") await page.locator(".paper mark").first().waitFor();
    if (tab === "Comments") await page.getByLabel("Write a comment").waitFor();
    if (tab === "Timeline") await page.getByText("The candidate applied").waitFor();
  }]),
  ["profile on its own page, overruling", async (page) => {
    await openBoard(page, clara, job);
    const { application } = await firstCard(page, "Pre-Qualified");
    await open(page, `/applications/${application}`);
    await page.getByRole("button", { name: "Overrule" }).first().click();
    await page.getByLabel(/^Reason \(/).waitFor();
  }],
  ["jobs of a new organization", (page) => open(page, "/jobs", empty), () => empty],
  ["candidates of a new organization", (page) => open(page, "/candidates", empty), () => empty],
  ["integrations of a new organization", (page) => open(page, "/settings/integrations", empty), () => empty],
];

for (const [width, height] of [[1440, 900], [390, 844]]) {
  test(`axe finds nothing, ${width} px wide, light and dark`, async (context) => {
    const stranger = await newPage(browser, { width, height });
    for (const path of ["/sign-in", "/sign-in?error=wrong", "/forgot-password", "/reset-password/none", "/invitation/none", "/nowhere"]) {
      await open(stranger, path);
      await axeFindsNothing(stranger, path);
    }
    await stranger.context().close();
    const pages = new Map();
    for (const of of [clara, empty]) {
      const page = await newPage(browser, { width, height });
      await signIn(page, of);
      pages.set(of, page);
    }
    for (const [name, reach, of = () => clara] of states) {
      await context.test(name, async () => {
        const page = await pages.get(of()).context().newPage();
        try {
          await reach(page);
          await axeFindsNothing(page, name);
        } finally {
          await page.context().setOffline(false);
          await page.close();
        }
      });
    }
    for (const page of pages.values()) await page.context().close();
  });
}
