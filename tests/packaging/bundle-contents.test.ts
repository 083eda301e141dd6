import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { build } from "esbuild";
import { packModule } from "../../scripts/build/pack-module.mjs";
import { inRoot } from "../../scripts/paths.mjs";
import { type Consumer, installPackage } from "./consumer.ts";

let consumer: Consumer;
before(async () => {
  consumer = await installPackage();
});
after(() => consumer.remove());

test("a bundle contains the WebAssembly module only if it signs", async () => {
  const module = readFileSync(inRoot("build", "wasm", "signer_bg.wasm"));
  const { text } = packModule(module);
  const containsModule = async (name: string) => {
    const { outputFiles } = await build({
      absWorkingDir: consumer.folder,
      stdin: {
        contents: `export { ${name} } from "s3-signpost";`,
        resolveDir: consumer.folder,
      },
      bundle: true,
      format: "esm",
      write: false,
    });
    return outputFiles[0]?.text.includes(text);
  };
  assert.equal(await containsModule("Presigner"), true);
  for (const name of ["SignpostError", "inspect", "explain"]) {
    assert.equal(await containsModule(name), false, name);
  }
});
