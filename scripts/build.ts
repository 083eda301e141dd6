import { bundle } from "./build/bundle.ts";
import { emitDeclarations } from "./build/declarations.ts";
import { describeElements } from "./build/element-descriptions.ts";
import { completePage } from "./build/page-files.ts";
import { buildWasm } from "./build/wasm.ts";
import { cargo, run, targetFolder } from "./shell.ts";
import { step, upToDate } from "./step.ts";
import { whenChanged } from "./when-changed.ts";

/** Builds the npm package: the WebAssembly modules in build/wasm, and the files of dist. */
export async function buildPackage(): Promise<void> {
  await step("Build tools", (say) => cargo(["build", "--package", "xtask"], say));
  await step("WebAssembly", buildWasm);
  await step("Package", async () => {
    const paths = {
      inputs: [
        "js",
        "build/wasm",
        "src/location/partitions.json",
        "scripts/build",
        "package-lock.json",
        "tsconfig.json",
        "tsconfig.build.json",
      ],
      outputs: [
        "dist/index.js",
        "dist/slim.js",
        "dist/service-worker.js",
        "dist/loaders.js",
        "dist/element.js",
        "dist/request.js",
        "dist/uppy.js",
        "dist/filepond.js",
        "dist/editors.js",
        "dist/aws.js",
        "dist/core.wasm",
        "dist/types/index.d.ts",
        "dist/custom-elements.json",
        "dist/web-types.json",
      ],
    };
    const built = await whenChanged("package", paths, async () => {
      await bundle();
      await emitDeclarations();
      describeElements();
    });
    return built ? undefined : upToDate;
  });
}

/** Builds the page into build/www, with the package in dist. */
export async function buildPage(): Promise<void> {
  await step("Page", async () => {
    const paths = {
      inputs: [
        "www",
        "dist",
        "scripts/build/page-files.ts",
        "package-lock.json",
        "webpack.config.js",
        "tsconfig.json",
      ],
      outputs: ["build/www/index.html", "build/www/service-worker.js"],
    };
    const built = await whenChanged("page", paths, async () => {
      await run("webpack", ["--fail-on-warnings"]);
      await completePage();
    });
    return built ? undefined : upToDate;
  });
}

/**
 * Builds the local stack.
 *
 * @param profile `release` takes minutes to build, and is for measurements
 * @returns the path of its binary
 */
export async function buildStack(profile: "debug" | "release" = "debug"): Promise<string> {
  const options = profile === "release" ? ["--release"] : [];
  const args = ["build", "--package", "s3-signpost-stack", ...options];
  await step("Local stack", (say) => cargo(args, say));
  return stackBinary(profile);
}

/** Returns the path of the binary of the local stack. */
export async function stackBinary(profile: "debug" | "release" = "debug"): Promise<string> {
  const extension = process.platform === "win32" ? ".exe" : "";
  return `${await targetFolder()}/${profile}/s3-signpost-stack${extension}`;
}
