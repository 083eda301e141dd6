import { cargo } from "../cargo.mjs";
import { whenChanged } from "../stamp.mjs";
import { step, upToDate } from "../steps.mjs";
import { bundle } from "./bundle.mjs";
import { emitDeclarations } from "./declarations.mjs";
import { buildWasm } from "./wasm.mjs";

/** Builds what goes into the npm package: the module in build/wasm, and all of dist. */
export async function buildPackage() {
  await step("Build tools", async (say) => {
    await cargo(["build", "--package", "xtask"], say);
  });
  await step("WebAssembly", buildWasm);
  await step("Package", async () => {
    const changed = await whenChanged(
      "package",
      {
        inputs: [
          "js",
          "build/wasm",
          "src/partitions.json",
          "scripts/build",
          "package-lock.json",
          "tsconfig.json",
          "tsconfig.build.json",
        ],
        outputs: ["dist/index.js", "dist/slim.js", "dist/core.wasm", "dist/types/index.d.ts"],
      },
      async () => {
        await bundle();
        await emitDeclarations();
      },
    );
    return changed ? undefined : upToDate;
  });
}
