import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { build } from "esbuild";
import webpack from "webpack";
import { packModule } from "../../scripts/build/pack-module.mjs";
import { inRoot } from "../../scripts/paths.mjs";
import { type Consumer, installPackage } from "./consumer.ts";
import { example, publishedSignature } from "./example.ts";
import { resultInBrowser } from "./page.ts";

let consumer: Consumer;
let entry: string;
before(async () => {
  consumer = await installPackage();
  entry = consumer.write("main.js", example());
});
after(() => consumer.remove());

test("esbuild bundles the package with no loader or plugin, and a browser signs with it", async () => {
  await build({
    absWorkingDir: consumer.folder,
    entryPoints: [entry],
    outfile: "esbuild/main.js",
    bundle: true,
    format: "esm",
    minify: true,
  });
  assert.equal(await resultInBrowser(consumer.folder, "esbuild/main.js"), publishedSignature);
});

test("webpack bundles the package with no rule or plugin, and a browser signs with it", async () => {
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
  assert.equal(await resultInBrowser(consumer.folder, "webpack/main.js"), publishedSignature);
});

test("a bundle in a classic script signs in a page that names no character encoding", async () => {
  const classic = await resultInBrowser(consumer.folder, "webpack/main.js", "text/javascript");
  assert.equal(classic, publishedSignature);
});

test("only a bundle that signs holds the WebAssembly", async () => {
  const module = readFileSync(inRoot("build", "wasm", "signer_bg.wasm"));
  const { text } = packModule(module);
  const holdsModule = async (name: string) => {
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
  assert.equal(await holdsModule("Presigner"), true);
  assert.equal(await holdsModule("SignpostError"), false);
});
