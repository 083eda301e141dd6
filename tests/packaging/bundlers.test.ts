import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { build } from "esbuild";
import webpack from "webpack";
import { type Consumer, installPackage } from "./consumer.ts";
import { example, publishedSignature } from "./example.ts";
import { signatureInBrowser } from "./page.ts";

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
  assert.equal(await signatureInBrowser(consumer.folder, "esbuild/main.js"), publishedSignature);
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
  assert.equal(await signatureInBrowser(consumer.folder, "webpack/main.js"), publishedSignature);
});

test("a bundle of the error classes alone leaves the WebAssembly out", async () => {
  const { outputFiles } = await build({
    absWorkingDir: consumer.folder,
    stdin: {
      contents: 'import { SignpostError } from "s3-signpost"; console.log(SignpostError);',
      resolveDir: consumer.folder,
    },
    bundle: true,
    format: "esm",
    minify: true,
    write: false,
  });
  const everyModuleBeginsSo = Buffer.from("\0asm").toString("base64").slice(0, 5);
  assert.doesNotMatch(outputFiles[0]?.text ?? everyModuleBeginsSo, new RegExp(everyModuleBeginsSo));
});
