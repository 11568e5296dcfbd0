// Chromium, and pages that remember what went wrong in them.
import { join } from "node:path";
import { chromium } from "playwright-core";

const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Starts Chromium with a new profile. */
export function launchBrowser() {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", headless: true, args: flags });
}

/**
 * An empty page in a browser context of its own (its own cookies). `page.problems` collects console errors, uncaught
 * exceptions and violations of the content security policy (Chromium reports those on the console).
 */
export async function newPage(browser, { theme = "light", width = 1440, height = 900, touch = false, timezone } = {}) {
  const context = await browser.newContext({ colorScheme: theme, viewport: { width, height }, hasTouch: touch, timezoneId: timezone });
  const page = await context.newPage();
  page.problems = [];
  page.on("console", (message) => message.type() === "error" && page.problems.push(message.text()));
  page.on("pageerror", (error) => page.problems.push(String(error)));
  return page;
}

/** Pictures of the page as it stands, light and dark, wide and narrow, in `end2end/shots`. */
export async function takePictures(page, name) {
  for (const theme of ["light", "dark"]) {
    for (const [width, height] of [[1440, 900], [390, 844]]) {
      await page.emulateMedia({ colorScheme: theme });
      await page.setViewportSize({ width, height });
      // Colours fade from one theme to the other.
      await page.waitForTimeout(300);
      await page.screenshot({ path: join(import.meta.dirname, `../shots/${name}-${theme}-${width}.png`) });
    }
  }
}
