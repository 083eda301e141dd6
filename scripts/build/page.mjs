import { pathToFileURL } from "node:url";
import { inRoot } from "../paths.mjs";
import { Problem } from "../problem.mjs";
import { whenChanged } from "../stamp.mjs";
import { step, upToDate } from "../steps.mjs";

/** Builds the demo page into build/www, from the package in dist. */
export async function buildPage() {
  await step("Demo page", async () => {
    const changed = await whenChanged(
      "page",
      {
        inputs: ["www", "dist", "package-lock.json", "webpack.config.js", "tsconfig.json"],
        outputs: ["build/www/index.html"],
      },
      runWebpack,
    );
    return changed ? undefined : upToDate;
  });
}

async function runWebpack() {
  const { default: webpack } = await import("webpack");
  const { default: configuration } = await import(pathToFileURL(inRoot("webpack.config.js")).href);
  const compiler = webpack(configuration);
  /** @type {import("webpack").Stats} */
  const stats = await new Promise((resolve, reject) => {
    compiler.run((error, result) => {
      if (result) resolve(result);
      else reject(error);
    });
  });
  await new Promise((resolve) => compiler.close(resolve));
  if (stats.hasErrors() || stats.hasWarnings()) {
    throw new Problem(`The demo page does not build.\n${stats.toString("errors-warnings")}`);
  }
}
