// Helps on the pages of a review; they work without it too. It keeps words and decisions while the network is away, and lets a swipe decide.

/**
 * What is kept on this device: `clara-review:{review}:{application}:draft` or `:waiting`, with words, decision, ids of presses and time alone.
 */
const PREFIX = "clara-review:";
const KEPT_FOR = 14 * 24 * 3600 * 1000;
/** What is sent of a decision: `press` is this press, `knows` those that its page, or this device, knew of. */
const FIELDS = ["decision", "comment", "press", "knows"];
/** How often what waits is tried again, and how long one try may take, in milliseconds. */
const AGAIN = 15_000;
const PATIENCE = 30_000;
/** How far a finger must go, in pixels; and how near to the window's edge the browser's own gestures begin. */
const FAR = 96;
const EDGE = 24;

const [, , review, application] = location.pathname.split("/");
const main = document.querySelector("main");
const bar = document.querySelector("form.review-bar");
const comment = bar?.elements.comment;

const keyOf = (of, what) => `${PREFIX}${review}:${of}:${what}`;

function stored(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

/** Whether it is kept: a browser may have no room, or want to keep nothing. */
function keep(key, item) {
  try {
    localStorage.setItem(key, JSON.stringify({ ...item, at: Date.now() }));
    return true;
  } catch {
    return false;
  }
}

function keys() {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
  } catch {
    return [];
  }
}

/** The decisions of this review that did not arrive yet. */
function waiting() {
  return keys().filter((key) => key.startsWith(`${PREFIX}${review}:`) && key.endsWith(":waiting"));
}

/** What people left behind is not kept for ever. */
function forgetOld() {
  for (const key of keys()) {
    if (!(Date.now() - stored(key)?.at < KEPT_FOR)) localStorage.removeItem(key);
  }
}

// What is going on, in words. The line is there from the beginning: only what changes in it is read out.
const line = document.createElement("p");
line.className = "notice part review-status";
line.setAttribute("role", "status");
(bar ?? main).prepend(line);

function say(words) {
  if (line.textContent !== words) line.textContent = words;
}

/** Says what waits, and marks the button that was pressed. */
function show() {
  const count = waiting().length;
  const what = count > 1 ? `${count} decisions are kept on this device and are` : "Your decision is kept on this device and is";
  say(count ? `No connection. ${what} sent when you are back online.` : "");
  const chosen = stored(keyOf(application, "waiting"))?.decision;
  for (const button of chosen ? bar?.querySelectorAll(".decision") ?? [] : []) {
    button.setAttribute("aria-pressed", String(button.value === chosen));
  }
}

/** One that waits since an earlier version of this script has not all of them. */
const fieldsOf = (item) => FIELDS.filter((name) => name in item).map((name) => [name, item[name]]);

/** Where the server goes on once it took a decision; `refused` if it does not take it; nothing as long as it cannot be reached. */
async function post(path, item) {
  try {
    const body = new URLSearchParams(fieldsOf(item));
    const { redirected, status, url } = await fetch(path, { method: "POST", body, signal: AbortSignal.timeout(PATIENCE) });
    // Any other page that answers is not CLARA's: a network that wants to be paid first, say.
    if (redirected && new URL(url).pathname === `/review/${review}`) return { next: url };
    if (status >= 400 && status < 500 && status !== 408 && status !== 429) return { refused: true };
  } catch {
    // No network, or no answer in time.
  }
  return null;
}

/** Sends as the page does without this script: what the server says of it is shown, with the words that were written. */
function sendPlainly(path, item) {
  const form = document.createElement("form");
  form.method = "post";
  form.action = path;
  for (const [name, value] of fieldsOf(item)) {
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = name;
    field.value = value;
    form.append(field);
  }
  document.body.append(form);
  form.submit();
}

/** One sends at a time, whatever calls, in all tabs where the browser can tell; elsewhere in this one. */
let turn = Promise.resolve();
function alone(work) {
  if (navigator.locks) return navigator.locks.request(PREFIX + review, work);
  turn = turn.then(work, work);
  return turn;
}

/** Sends what waits, one after the other, until one does not arrive. */
function send() {
  return alone(async () => {
    let next;
    for (const key of waiting()) {
      const kept = localStorage.getItem(key);
      const item = stored(key);
      const of = key.split(":")[2];
      const path = `/review/${review}/${of}`;
      const answer = await post(path, item);
      if (!answer) break;
      // Somebody changed their mind meanwhile: that is sent by whoever waits for their turn.
      if (localStorage.getItem(key) !== kept) continue;
      localStorage.removeItem(key);
      if (answer.refused) return sendPlainly(path, item);
      const draft = keyOf(of, "draft");
      if (item.decision !== "undo" && stored(draft)?.comment === item.comment) localStorage.removeItem(draft);
      // Whoever looks at another candidate is not led away.
      if (!application || application === of) next = answer.next;
    }
    show();
    if (next) location.assign(next);
  });
}

const sendWaiting = () => waiting().length > 0 && send();

/** A name for a press that no other has. */
function freshId() {
  const hex = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  const { name, value: decision } = event.submitter ?? {};
  const [, , , of] = new URL(form.action).pathname.split("/");
  if (name !== "decision" || !of) return;
  const key = keyOf(of, "waiting");
  const before = stored(key);
  // What waited may have arrived, although no answer came back.
  const knows = [form.elements.knows?.value, before?.knows, before?.press].filter(Boolean).join(" ");
  const item = { decision, comment: form.elements.comment?.value ?? "", press: freshId(), knows };
  const same = before?.decision === item.decision && before.comment === item.comment;
  // What cannot be kept is sent by the browser itself, as without this script.
  if (!same && !keep(key, item)) return;
  event.preventDefault();
  show();
  say("Sending your decision …");
  send();
});

/** The words stay until a decision took them to the server. */
function keepDraft() {
  const key = keyOf(application, "draft");
  const draft = stored(key);
  if (draft) comment.value = draft.comment;
  comment.addEventListener("input", () => keep(key, { comment: comment.value }));
}

/** Whether what is touched has a use for the finger of its own. */
function taken(touched) {
  if (touched.closest("a, button, input, textarea, select, label")) return true;
  for (let element = touched; element !== main; element = element.parentElement) {
    const scrolls = /auto|scroll/.test(getComputedStyle(element).overflowX);
    if (scrolls && element.scrollWidth > element.clientWidth) return true;
  }
  return false;
}

/** To the right: advance; to the left: decline. It presses the button, so that nothing is decided in another way. */
function decideBySwipe() {
  const label = document.createElement("p");
  label.className = "swipe-label";
  label.setAttribute("aria-hidden", "true");
  main.append(label);
  let finger = null;

  const end = () => {
    finger = null;
    main.classList.remove("swiping", "swipe-advance", "swipe-decline", "swipe-ready");
    main.style.removeProperty("--swipe");
  };

  main.addEventListener("pointerdown", (event) => {
    // A second finger makes it something else.
    if (finger || !event.isPrimary) return end();
    const card = event.target.closest(".review-candidate, .review-summary");
    const atEdge = event.clientX < EDGE || event.clientX > innerWidth - EDGE;
    const zoomed = (window.visualViewport?.scale ?? 1) > 1.01;
    if (event.pointerType !== "touch" || !card || atEdge || zoomed || taken(event.target)) return;
    finger = { id: event.pointerId, x: event.clientX, y: event.clientY, goes: false };
  });

  main.addEventListener("pointermove", (event) => {
    if (event.pointerId !== finger?.id) return;
    const [x, y] = [event.clientX - finger.x, event.clientY - finger.y];
    const level = Math.abs(x) > 2 * Math.abs(y);
    if (!finger.goes && Math.hypot(x, y) < 10) return;
    if (!finger.goes && !level) return end();
    finger.goes = true;
    const decision = x > 0 ? "advance" : "decline";
    const button = bar.querySelector(`[value="${decision}"]`);
    finger.presses = level && Math.abs(x) > FAR ? button : null;
    main.classList.add("swiping");
    main.classList.toggle("swipe-advance", x > 0);
    main.classList.toggle("swipe-decline", x <= 0);
    main.classList.toggle("swipe-ready", finger.presses !== null);
    main.style.setProperty("--swipe", `${x}px`);
    label.textContent = finger.presses ? `Release: ${button.textContent}` : button.textContent;
  });

  main.addEventListener("pointerup", (event) => {
    if (event.pointerId !== finger?.id) return;
    const button = finger.presses;
    end();
    button?.click();
  });
  main.addEventListener("pointercancel", end);
}

forgetOld();
if (comment) {
  keepDraft();
  decideBySwipe();
}
show();
sendWaiting();
addEventListener("online", sendWaiting);
// Another tab keeps more, or sent what waited here: then the server says what became of it.
addEventListener("storage", ({ key, newValue }) => {
  if (newValue === null && key === keyOf(application, "waiting")) location.reload();
  else show();
});
// Shown once more by "Back" as it was: what stands by now is the server's to say.
addEventListener("pageshow", ({ persisted }) => persisted && navigator.onLine && location.reload());
setInterval(sendWaiting, AGAIN);
