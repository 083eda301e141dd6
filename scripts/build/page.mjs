import { runNodeTool } from "../command.mjs";
import { whenChanged } from "../stamp.mjs";
import { step, upToDate } from "../steps.mjs";

/** Builds the demo page into build/www, from the package in dist. */
export async function buildPage() {
  await step("Demo page", async (say) => {
    const changed = await whenChanged(
      "page",
      {
        inputs: ["www", "dist", "package-lock.json", "webpack.config.js", "tsconfig.json"],
        outputs: ["build/www/index.html"],
      },
      async () => {
        await runNodeTool("webpack/bin/webpack.js", [], { onLine: say });
      },
    );
    return changed ? undefined : upToDate;
  });
}
