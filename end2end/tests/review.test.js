// A hiring manager decides where the network comes and goes, and with a swipe of the thumb.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openBoard } from "../support/board.js";
import { launchBrowser, newPage } from "../support/browser.js";
import { call, imported, people, signIn, startClara } from "../support/clara.js";

const kept = "No connection. Your decision is kept on this device and is sent when you are back online.";
const words = "I would talk to them.\nOn Monday?";
/** What a review may weigh, in bytes as they travel. */
const reviewWeight = 180_000;

let clara;
let browser;
let recruiter;
let owner;
let job;
let applications;

before(async () => {
  [clara, browser] = await Promise.all([startClara({ opportunities: 160 }), launchBrowser()]);
  recruiter = await newPage(browser);
  await signIn(recruiter, clara, people.recruiter);
  [job] = await imported(recruiter);
  await openBoard(recruiter, clara, job);
  const cards = recruiter.locator(".board .card[data-application]");
  applications = await cards.evaluateAll((all) => all.slice(0, 2).map((card) => card.dataset.application));
  owner = await newPage(browser);
  await signIn(owner, clara);
});

after(async () => {
  await browser?.close();
  await clara?.stop();
});

/** Shares two candidates with somebody, and opens the first of them on a telephone of theirs. */
async function openFirst(to, settings = {}) {
  const share = { job: job.id, applications, to: [to], message: "", score: true, evidence: true, votes: "never", due_at: null };
  const status = await recruiter.evaluate(async (body) => {
    const headers = { "content-type": "application/json" };
    return (await fetch("/api/shares/send", { method: "POST", headers, body: JSON.stringify(body) })).status;
  }, { share });
  assert.equal(status, 200);
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true, ...settings });
  const phone = await context.newPage();
  const posts = [];
  const requests = [];
  context.on("requestfinished", (request) => requests.push(request));
  context.on("response", (response) => {
    const request = response.request();
    if (request.method() === "POST" && request.url().includes("/review/")) posts.push(request.postData());
  });
  await phone.goto(await mailedLink(to));
  await phone.getByRole("button", { name: "Show the candidates" }).click();
  await phone.locator(".review-row a").first().click();
  await phone.getByRole("heading", { name: "Resume" }).waitFor();
  return { context, phone, posts, requests };
}

/** The link of the newest mail to somebody, out of the folder that keeps them. */
async function mailedLink(to) {
  for (;;) {
    const { body } = await call(owner, "mails/list");
    const link = /http:\S+\/r\/\S+/.exec(body.kept.find((mail) => mail.to === to)?.text ?? "");
    if (link) return link[0];
    await owner.waitForTimeout(200);
  }
}

const field = (page) => page.getByLabel("Comment for the recruiter");
const press = (page, name) => page.getByRole("button", { name, exact: true }).click();
const said = (post) => {
  const { decision, comment } = Object.fromEntries(new URLSearchParams(post));
  return { decision, comment };
};
const keptHere = (page) => page.evaluate(() => Object.keys(localStorage).length);

/** A finger on the candidate's name, moved sideways in steps; `look` is called before it lets go. */
async function swipe(page, by, look = () => {}) {
  const finger = await page.context().newCDPSession(page);
  const name = await page.getByRole("heading", { level: 1 }).boundingBox();
  const [x, y] = [195, name.y + name.height / 2];
  const touch = (type, at) => finger.send("Input.dispatchTouchEvent", { type, touchPoints: at === undefined ? [] : [{ x: at, y }] });
  await touch("touchStart", x);
  for (let step = 1; step <= 8; step += 1) await touch("touchMove", x + (by * step) / 8);
  await look();
  await touch("touchEnd");
}

test("door, list and a candidate weigh little, with their script", async () => {
  const { context, phone, requests } = await openFirst("light@elsewhere.example");
  await phone.waitForFunction(() => document.querySelector(".review-status") !== null);
  const paths = requests.map((request) => new URL(request.url()).pathname);
  assert.ok(paths.includes("/review.js"), paths.join(" "));
  const sizes = await Promise.all(requests.map((request) => request.sizes()));
  const weight = sizes.reduce((sum, size) => sum + Math.max(0, size.responseBodySize), 0);
  assert.ok(weight > 5000 && weight <= reviewWeight, `${weight} bytes of ${paths.join(" ")}`);
  await context.close();
});

test("a decision without network is kept and said to be, and is sent once when the network is back", async () => {
  const { context, phone, posts } = await openFirst("offline@elsewhere.example");
  const address = phone.url();
  // The same page in another tab: it waits for the network as well.
  const other = await context.newPage();
  await other.goto(address);
  await context.setOffline(true);
  await field(phone).fill(words);
  await press(phone, "Advance");
  await phone.getByRole("status").getByText(kept).waitFor();
  await other.getByRole("status").getByText(kept).waitFor();
  assert.equal(await phone.getByRole("button", { name: "Advance" }).getAttribute("aria-pressed"), "true");
  await phone.screenshot({ path: new URL("../shots/review-offline-phone.png", import.meta.url).pathname });
  // Pressed once more: it is one decision all the same.
  await press(phone, "Advance");
  await phone.getByRole("status").getByText(kept).waitFor();
  assert.deepEqual(posts, []);

  await context.setOffline(false);
  // Whichever tab sends it goes on to the list, and the other one shows what was decided.
  for (const page of [phone, other]) await page.getByText(/You said “Advance”|You can change it/).waitFor();
  await phone.waitForTimeout(500);
  assert.deepEqual(posts.map(said), [{ decision: "advance", comment: words }]);
  assert.equal(await keptHere(phone), 0);
  await phone.goto(address);
  await phone.reload();
  assert.equal(await field(phone).inputValue(), words);
  assert.equal(await phone.getByRole("button", { name: "Advance" }).getAttribute("aria-pressed"), "true");
  await context.close();
});

test("a decision that waits is sent by whatever page of the review is opened next", async () => {
  const { context, phone, posts } = await openFirst("later@elsewhere.example");
  let down = true;
  await context.route("**/review/**", (route) => (down && route.request().method() === "POST" ? route.fulfill({ status: 503 }) : route.fallback()));
  const next = await phone.getByRole("link", { name: "The next one" }).evaluate((link) => link.href);
  await press(phone, "Not sure");
  await phone.getByRole("status").getByText(kept).waitFor();
  await phone.close();
  down = false;
  posts.length = 0;
  // On another candidate's page one is not led away.
  const later = await context.newPage();
  await later.goto(next);
  await later.waitForFunction(() => localStorage.length === 0);
  assert.equal(later.url(), next);
  down = true;
  await press(later, "Decline");
  await later.getByRole("status").getByText(kept).waitFor();
  down = false;
  await later.getByRole("link", { name: "All candidates" }).click();
  await later.getByText("You said “Decline”").waitFor();
  await later.locator(".review-row").first().getByText("Not sure").waitFor();
  assert.deepEqual(posts.map((post) => new URLSearchParams(post).get("decision")), ["not_sure", "decline", "decline"]);
  await context.close();
});

test("a decision that waited leaves alone what was decided on another device meanwhile, and can be made again", async () => {
  const to = "devices@elsewhere.example";
  const { context, phone } = await openFirst(to);
  const address = phone.url();
  const elsewhere = await browser.newContext();
  const laptop = await elsewhere.newPage();
  await laptop.goto(await mailedLink(to));
  await laptop.getByRole("button", { name: "Show the candidates" }).click();
  await laptop.locator(".review-row a").first().click();
  await context.setOffline(true);
  await field(phone).fill("Yes, please.");
  await press(phone, "Advance");
  await phone.getByRole("status").getByText(kept).waitFor();
  await field(laptop).fill("Too junior.");
  await press(laptop, "Decline");
  await laptop.getByText("You said “Decline”").waitFor();

  await context.setOffline(false);
  const alert = phone.getByRole("alert");
  await alert.getByText("You said “Decline” meanwhile").waitFor();
  assert.match(await alert.innerText(), /Too junior\..*“Advance”, which you pressed before you could see it, changed nothing/s);
  assert.equal(await field(phone).inputValue(), "Yes, please.");
  assert.equal(await phone.getByRole("button", { name: "Decline" }).getAttribute("aria-pressed"), "true");
  await phone.screenshot({ path: new URL("../shots/review-meanwhile-phone.png", import.meta.url).pathname });
  await laptop.reload();
  await laptop.locator(".review-row").first().getByText("Decline").waitFor();
  // Now that it was seen.
  await press(phone, "Advance");
  await phone.getByText("You said “Advance”").waitFor();
  await laptop.goto(address);
  assert.equal(await field(laptop).inputValue(), "Yes, please.");
  assert.equal(await keptHere(phone), 0);
  await Promise.all([context.close(), elsewhere.close()]);
});

test("whoever changes their mind after an answer that was lost is not told of their own decision", async () => {
  const { context, phone } = await openFirst("lost@elsewhere.example");
  let lost = 0;
  // The decision arrives, and its answer does not.
  await context.route("**/review/**", async (route) => {
    if (lost || route.request().method() !== "POST") return route.fallback();
    const headers = { ...(await route.request().allHeaders()), origin: new URL(clara.url).origin };
    const answer = await route.fetch({ headers, maxRedirects: 0 });
    lost = answer.status();
    return route.abort();
  });
  await press(phone, "Advance");
  await phone.getByRole("status").getByText(kept).waitFor();
  assert.equal(lost, 303);
  await press(phone, "Decline");
  await phone.getByText("You said “Decline”").waitFor();
  await context.close();
});

test("what was written is there when the page is opened again, until it is sent or refused", async () => {
  const { context, phone } = await openFirst("drafts@elsewhere.example");
  const address = phone.url();
  await field(phone).fill(words);
  await phone.close();
  const again = await context.newPage();
  await again.goto(address);
  assert.equal(await field(again).inputValue(), words);

  // Too long: the server's own page says so, and nothing waits any more.
  await field(again).fill("long words ".repeat(300));
  await press(again, "Decline");
  await again.getByRole("alert").getByText("under 2000 characters").waitFor();
  assert.match(await field(again).inputValue(), /^long words long words/);
  assert.equal(await again.getByRole("status").innerText(), "");
  await field(again).fill("Fewer words.");
  await press(again, "Decline");
  await again.getByText("You said “Decline”").waitFor();
  assert.equal(await keptHere(again), 0);

  // What is older than two weeks goes.
  await again.evaluate(() => localStorage.setItem("clara-review:one:two:draft", JSON.stringify({ comment: "Old", at: Date.now() - 15 * 24 * 3600 * 1000 })));
  await again.reload();
  await again.waitForFunction(() => localStorage.length === 0);
  await context.close();
});

test("a swipe to the right advances and can be undone, a short one does nothing", async () => {
  const { context, phone, posts } = await openFirst("swipes@elsewhere.example");
  const label = phone.locator(".swipe-label");
  await swipe(phone, 60, async () => {
    await label.getByText("Advance", { exact: true }).waitFor();
    assert.ok((await phone.locator(".review-candidate").boundingBox()).x > 40);
  });
  await label.waitFor({ state: "hidden" });
  await phone.waitForTimeout(400);
  assert.deepEqual(posts, []);
  await swipe(phone, -140, () => label.getByText("Release: Decline").waitFor());
  await phone.getByText("You said “Decline”").waitFor();
  await press(phone, "Undo");
  await phone.getByText("was taken back").waitFor();

  // Who wants no movement sees the words alone.
  await phone.emulateMedia({ reducedMotion: "reduce" });
  await phone.locator(".review-row a").first().click();
  await phone.getByRole("heading", { name: "Resume" }).waitFor();
  await swipe(phone, 140, async () => {
    await label.getByText("Release: Advance").waitFor();
    assert.equal((await phone.locator(".review-candidate").boundingBox()).x, 16);
    await phone.screenshot({ path: new URL("../shots/review-swipe-phone.png", import.meta.url).pathname });
  });
  await phone.getByText("You said “Advance”").waitFor();
  await press(phone, "Undo");
  await phone.getByText("was taken back").waitFor();
  assert.equal(posts.length, 4);
  await context.close();
});

test("without script the form decides as well", async () => {
  const { context, phone, posts } = await openFirst("plain@elsewhere.example", { javaScriptEnabled: false });
  await field(phone).fill(words);
  await press(phone, "Advance");
  await phone.getByText("You said “Advance”").waitFor();
  assert.equal(posts.length, 1);
  await context.close();
});
