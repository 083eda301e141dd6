import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { build } from "esbuild";
import webpack from "webpack";
import { packModule } from "../../scripts/build/pack-module.mjs";
import { inRoot } from "../../scripts/paths.mjs";
import { type Consumer, installPackage } from "./consumer.ts";
import { runInBrowser } from "./run-in-browser.ts";

/** Defines the elements, makes a client by attributes, and prints whether it is one of the core's. */
const PROGRAM = `import { cognito, S3, UploadQueue } from "s3-signpost";
import { defineElements } from "s3-signpost/element";

defineElements({ cognito, S3, UploadQueue });
const element = document.createElement("s3-client");
element.setAttribute("identity-pool", "eu-west-1:12345678-1234-1234-1234-123456789012");
const drop = document.createElement("s3-drop");
element.append(drop);
Object.assign(globalThis, { result: [drop.client instanceof S3, drop.checkValidity()] });
`;

const signer = packModule(readFileSync(inRoot("build", "wasm", "signer_bg.wasm"))).text;

let consumer: Consumer;
let entry: string;
before(async () => {
  consumer = await installPackage();
  entry = consumer.write("main.js", PROGRAM);
});
after(() => consumer.remove());

async function checkBundle(name: string): Promise<void> {
  assert.deepEqual(await runInBrowser(consumer.folder, name), [true, true]);
  const copies = readFileSync(join(consumer.folder, name), "utf8").split(signer.slice(0, 200));
  assert.equal(copies.length - 1, 1);
}

test("a bundle of esbuild with the elements contains the core once", async () => {
  await build({
    absWorkingDir: consumer.folder,
    entryPoints: [entry],
    outfile: "esbuild/main.js",
    bundle: true,
    format: "esm",
    minify: true,
  });
  await checkBundle("esbuild/main.js");
});

test("a bundle of webpack with the elements contains the core once", async () => {
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
  await checkBundle("webpack/main.js");
});
