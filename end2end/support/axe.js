// axe looks at a page as it stands.
import { AxeBuilder } from "@axe-core/playwright";
import assert from "node:assert/strict";

/** Finds nothing in either theme; `where` names what is looked at. */
export async function axeFindsNothing(page, where) {
  for (const theme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme: theme });
    // Colours fade from one theme to the other.
    await page.waitForTimeout(250);
    const { violations } = await new AxeBuilder({ page }).analyze();
    const words = violations.map(({ id, help, nodes }) => `${id}: ${help}\n${nodes.map((node) => `    ${node.target} ${node.failureSummary?.split("\n")[1] ?? ""}`).join("\n")}`);
    assert.equal(words.length, 0, `${where}, ${theme}\n  ${words.join("\n  ")}`);
  }
}
