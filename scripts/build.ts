import { buildWasm } from "./build/wasm.ts";
import { cargo, run } from "./shell.ts";
import { step, upToDate } from "./step.ts";
import { stackBinary } from "./target-folder.ts";
import { whenChanged } from "./when-changed.ts";

/** Builds the npm package: the WebAssembly modules in build/wasm, and the files of dist. */
export async function buildPackage(): Promise<void> {
  // The module is compiled while the tools for it are built.
  await Promise.all([
    step("Build tools", (say) => cargo(["build", "--package", "xtask"], say)),
    step("WebAssembly", buildWasm),
  ]);
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
        "dist/js.js",
        "dist/workerd.js",
        "dist/s3-signpost.iife.js",
        "dist/integrity.json",
        "dist/checksum.wasm",
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
        "build/modules/index.json",
      ],
    };
    const built = await whenChanged("package", paths, async () => {
      // Their libraries take a second to load, which a build without a change saves.
      const { bundle } = await import("./build/bundle.ts");
      const { emitDeclarations } = await import("./build/declarations.ts");
      const { describeElements } = await import("./build/element-descriptions.ts");
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
      const { completePage } = await import("./build/page-files.ts");
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
