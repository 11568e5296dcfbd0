// axe finds nothing in any dialog, nor on the pages that a link of a mail leads to, in both themes, wide and narrow.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { axeFindsNothing } from "../support/axe.js";
import { column, openBoard } from "../support/board.js";
import { launchBrowser, newPage } from "../support/browser.js";
import { call, hydrated, imported, signIn, startClara } from "../support/clara.js";

const sizes = [[390, 844], [1440, 900]];
const vera = "vera.fernsby@elsewhere.example";

let clara;
let browser;
let job;
let integration;
let application;
let review;

before(async () => {
  [clara, browser] = await Promise.all([startClara(), launchBrowser()]);
  const page = await newPage(browser);
  await signIn(page, clara);
  [job] = await imported(page);
  integration = (await call(page, "integrations/list")).body[0].id;
  await openBoard(page, clara, job);
  application = await column(page, "Pre-Qualified").locator(".card").first().getAttribute("data-application");
  await call(page, "profile/add-comment", { application, text: "Call her" });
  await call(page, "members/invite", { email: "nora@northwind.example", role: "recruiter" });
  await send(page, "api-tokens/create", { name: "Reporting", scopes: ["jobs:read"], days: 30 });
  const share = { job: job.id, applications: [application], to: [vera], message: "Look", score: true, evidence: true, votes: "never", due_at: null };
  await send(page, "shares/send", { share });
  review = await mailed(page, /\/r\/[\w-]{43}/);
  await page.context().close();
});

after(async () => {
  await browser?.close();
  await clara?.stop();
});

/** Calls a server function that takes JSON, as the page's person. */
async function send(page, endpoint, fields) {
  const status = await page.evaluate(async ([path, body]) => {
    const answer = await fetch(path, { method: "POST", headers: { "content-type": "application/json" }, body });
    return answer.status;
  }, [`/api/${endpoint}`, JSON.stringify(fields)]);
  assert.equal(status, 200, endpoint);
}

/** The path of a link in a mail, as soon as there is one. */
async function mailed(page, link) {
  for (;;) {
    const { body } = await call(page, "mails/list");
    const [found] = link.exec(JSON.stringify(body)) ?? [];
    if (found) return found;
    await page.waitForTimeout(100);
  }
}

async function open(page, path) {
  await page.goto(clara.url + path);
  await hydrated(page);
}

const press = (page, name) => page.getByRole("button", { name, exact: true }).first().click();

/** The page is wide again afterwards. */
async function nothingAtAnyWidth(page, where) {
  for (const [width, height] of sizes) {
    await page.setViewportSize({ width, height });
    await axeFindsNothing(page, `${where}, ${width} px`);
  }
}

/** Each dialog by the file that draws it, and the way to it; a name: the test that looks at it. */
const dialogs = {
  "board/reason.rs": "accessibility.test.js",
  "board/shortcuts.rs": async (page) => {
    await openBoard(page, clara, job);
    await page.keyboard.press("?");
  },
  "profile/comments/delete.rs": async (page) => {
    await open(page, `/applications/${application}`);
    await page.getByRole("tab", { name: "Comments" }).click();
    await press(page, "Delete");
  },
  "resync/dialog.rs": async (page) => {
    await openBoard(page, clara, job);
    await press(page, "Re-sync…");
    await page.getByRole("dialog").getByText(/w(as|ere) compared\./).waitFor();
  },
  "settings/api_tokens/new_token.rs": async (page) => {
    await open(page, "/settings/api-tokens");
    await press(page, "New token");
    const dialog = page.getByRole("dialog");
    await nothingAtAnyWidth(page, "a new token");
    await dialog.getByRole("textbox", { name: "Name" }).fill("Made");
    await dialog.getByLabel("jobs:read").check();
    await press(page, "Make token");
    await dialog.getByLabel("Token", { exact: true }).waitFor();
  },
  "settings/api_tokens/revoke.rs": async (page) => {
    await open(page, "/settings/api-tokens");
    await press(page, "Revoke Reporting");
  },
  "settings/connect.rs": "accessibility.test.js",
  "settings/disconnect.rs": "accessibility.test.js",
  "settings/failed_work/handling.rs": "failed_work.test.js",
  "settings/follow_up_questions/start.rs": async (page) => {
    await open(page, `/settings/integrations/${integration}/follow-up-questions`);
    await page.getByRole("checkbox", { name: "New applicant" }).check();
    await press(page, "Switch on…");
    await page.getByRole("dialog").getByText(/would get mail now\./).waitFor();
  },
  "settings/members/invite.rs": async (page) => {
    await open(page, "/settings/members");
    await press(page, "Invite");
  },
  "settings/members/link.rs": async (page) => {
    await open(page, "/settings/members");
    await press(page, "Copy link");
  },
  "settings/members/question.rs": async (page) => {
    await open(page, "/settings/members");
    await press(page, "Deactivate");
  },
  "settings/purge.rs": "an ended connection, below",
  "settings/status_mapping/onward.rs": async (page) => {
    await open(page, `/settings/integrations/${integration}/status-mapping`);
    const column = page.getByRole("combobox", { name: /^Column for New applicant/ });
    await column.selectOption({ label: "Qualified" });
    await page.getByText(/would move\./).waitFor();
    await press(page, "Save");
  },
  "settings/wizard/leaving.rs": async (page) => {
    await open(page, `/settings/integrations/${integration}/jobs`);
    await page.getByRole("row", { name: /processed/ }).first().getByRole("checkbox").uncheck();
    await press(page, "Save");
  },
  "sharing/before.rs": async (page) => {
    await open(page, `/jobs/${job.id}?shares=before`);
    await page.getByRole("dialog").getByText(vera).waitFor();
  },
  "sharing/dialog.rs": "accessibility.test.js",
};

test("every dialog has a way to it here", () => {
  const sources = join(import.meta.dirname, "../../app/src");
  const drawn = execFileSync("grep", ["-rl", "<Dialog ", "--include=*.rs", "."], { cwd: sources }).toString().trim().split("\n");
  const files = drawn.map((file) => file.replace(/^\.\//, "")).filter((file) => !file.startsWith("styleguide/"));
  assert.deepEqual(files.toSorted(), Object.keys(dialogs).toSorted());
});

test("axe finds nothing in dialogs, wide and narrow, light and dark", async (context) => {
  const signedIn = await newPage(browser);
  await signIn(signedIn, clara);
  for (const [file, reach] of Object.entries(dialogs)) {
    if (typeof reach === "string") continue;
    await context.test(file, async () => {
      const page = await signedIn.context().newPage();
      try {
        await reach(page);
        await page.getByRole("dialog").waitFor();
        await nothingAtAnyWidth(page, file);
      } finally {
        await page.close();
      }
    });
  }
  await context.test("news under the bell", async () => {
    const page = await signedIn.context().newPage();
    try {
      await open(page, "/jobs");
      await page.locator("button.bell").click();
      await page.getByRole("region", { name: "Notifications" }).waitFor();
      await nothingAtAnyWidth(page, "the bell");
    } finally {
      await page.close();
    }
  });
  await signedIn.context().close();
});

test("axe finds nothing on pages behind links, wide and narrow, light and dark", async () => {
  const page = await newPage(browser);
  for (const path of ["/r/none", "/unsubscribe/none", "/q/none"]) {
    await page.goto(clara.url + path);
    await nothingAtAnyWidth(page, path);
  }
  await page.goto(clara.url + review);
  await nothingAtAnyWidth(page, "the door of a share");
  await page.getByRole("button", { name: "Show the candidates" }).click();
  await page.locator(".review-list").waitFor();
  await nothingAtAnyWidth(page, "the list of a share");
  await page.locator(".review-row").first().getByRole("link").click();
  await page.getByRole("heading", { name: "Resume" }).waitFor();
  await nothingAtAnyWidth(page, "a candidate of a share");
  await page.context().close();
});

test("axe finds nothing in the question before an ended connection's candidates are erased", async () => {
  const page = await newPage(browser);
  await signIn(page, clara);
  const ended = await call(page, "integrations/disconnect", { integration, purge: "false" });
  assert.equal(ended.status, 200);
  await open(page, "/settings/integrations");
  await press(page, "Erase its candidates");
  await page.getByRole("dialog").waitFor();
  await nothingAtAnyWidth(page, "erasing");
  await page.context().close();
});
