import { buildPackage } from "../build/package.mjs";
import { describe, main, Problem } from "../problem.mjs";
import { setUp } from "../setup.mjs";
import { step } from "../steps.mjs";
import { checks } from "./checks.mjs";

/** `npm run lint`: every check, whatever becomes of the one before. */
export async function lintCommand() {
  await main(async () => {
    await setUp();
    // The types of the demo page are checked against the package that it imports.
    await buildPackage();
    const failed = [];
    for (const { title, run } of checks) {
      try {
        await step(title, async (say) => {
          await run(say);
        });
      } catch (error) {
        failed.push(title);
        console.log(`\n${describe(error)}\n`);
      }
    }
    if (failed.length > 0) {
      throw new Problem(
        `Failed: ${failed.join("; ")}.\n` +
          "For the formats: cargo fmt --all && npx biome check --write",
      );
    }
  });
}
