import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { build } from "esbuild";
import webpack from "webpack";
import { packModule } from "../../scripts/build/pack-module.mjs";
import { inRoot } from "../../scripts/paths.mjs";
import { type Consumer, installPackage } from "./consumer.ts";
import { exampleProgram, PUBLISHED_SIGNATURE } from "./example-program.ts";
import { runInBrowser } from "./run-in-browser.ts";

let consumer: Consumer;
let entry: string;
before(async () => {
  consumer = await installPackage();
  entry = consumer.write("main.js", exampleProgram());
});
after(() => consumer.remove());

test("a bundle of esbuild without loaders or plugins signs in a browser", async () => {
  await build({
    absWorkingDir: consumer.folder,
    entryPoints: [entry],
    outfile: "esbuild/main.js",
    bundle: true,
    format: "esm",
    minify: true,
  });
  assert.equal(await runInBrowser(consumer.folder, "esbuild/main.js"), PUBLISHED_SIGNATURE);
});

test("a bundle of webpack without rules or plugins signs in a browser", async () => {
  const compiler = webpack({
    context: consumer.folder,
    mode: "production",
    entry,
    output: { path: `${consumer.folder}/webpack`, filename: "main.js" },
  });
  assert(compiler);
  const stats = await promisify(compiler.run.bind(compiler))();
  assert.deepEqual(stats?.toJson({ all: false, errors: true }).errors, []);
  await promisify(compiler.close.bind(compiler))();
  assert.equal(await runInBrowser(consumer.folder, "webpack/main.js"), PUBLISHED_SIGNATURE);
});

test("a bundle signs as a classic script in a page without a declared character encoding", async () => {
  const signature = await runInBrowser(consumer.folder, "webpack/main.js", "text/javascript");
  assert.equal(signature, PUBLISHED_SIGNATURE);
});

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
  assert.equal(await containsModule("SignpostError"), false);
});
