// The set of components in all their states, for people who work on the interface.
import { AxeBuilder } from "@axe-core/playwright";
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launchBrowser, newPage } from "../support/browser.js";
import { startEmptyClara } from "../support/clara.js";

let clara;
let browser;

before(async () => {
  clara = await startEmptyClara();
  browser = await launchBrowser();
});

after(async () => {
  await browser?.close();
  await clara?.stop();
});

for (const theme of ["light", "dark"]) {
  test(`every component is shown, and axe finds nothing, ${theme}`, async () => {
    const page = await newPage(browser, { theme });
    await page.goto(`${clara.url}/styleguide`);
    const shown = await page.locator("main h2").allInnerTexts();
    for (const component of ["Button", "Field and select", "Text to copy", "Tabs", "Badge, score, avatar", "Time", "Card", "Table", "Progress", "Empty, loading, failure", "Failure", "Notice", "Toast", "Menu", "Dialog"]) {
      assert.ok(shown.includes(component), component);
    }
    assert.equal(await page.locator("link[rel=modulepreload], script[type=module]").count(), 0, "nothing of it is in what a browser loads");
    // Headings inside components are of the place where they stand otherwise.
    const { violations } = await new AxeBuilder({ page }).disableRules(["heading-order"]).analyze();
    assert.deepEqual(violations.map(({ id, nodes }) => `${id} ${nodes.map((node) => node.target)}`), []);
    await page.screenshot({ fullPage: true, path: new URL(`../shots/styleguide-${theme}-1440.png`, import.meta.url).pathname });
    assert.deepEqual(page.problems, []);
    await page.context().close();
  });
}
