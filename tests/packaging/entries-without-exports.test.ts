import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { type Consumer, installPackage } from "./consumer.ts";
import { exampleProgram, PUBLISHED_SIGNATURE } from "./example-program.ts";
import { runInBrowser } from "./run-in-browser.ts";

const POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'";
const DIST = "node_modules/s3-signpost/dist";

let consumer: Consumer;
let hashes: Record<string, string>;
before(async () => {
  consumer = await installPackage();
  hashes = JSON.parse(readFileSync(join(consumer.folder, DIST, "integrity.json"), "utf8"));
});
after(() => consumer.remove());

/** Opens a page with two classic scripts: the package, with a hash, and a program. Returns the program's result. */
function resultInPage(integrity: string, program: string): Promise<unknown> {
  consumer.write("main.js", program);
  const attributes = `src="${DIST}/s3-signpost.iife.js" integrity="${integrity}"></script><script`;
  return runInBrowser(consumer.folder, "main.js", { attributes, policy: POLICY });
}

test("integrity.json has the SHA-384 of each script of the package", () => {
  const names = readdirSync(join(consumer.folder, DIST)).filter((name) => name.endsWith(".js"));
  const expected = names.map((name) => {
    const hash = createHash("sha384").update(readFileSync(join(consumer.folder, DIST, name)));
    return [name, `sha384-${hash.digest("base64")}`];
  });
  assert.deepEqual(hashes, Object.fromEntries(expected));
});

test("package.json names the classic script for unpkg and jsDelivr, and the module as main", () => {
  const manifest = JSON.parse(readFileSync(join(consumer.folder, DIST, "../package.json"), "utf8"));
  const files = [manifest.unpkg, manifest.jsdelivr, manifest.main].map((path) =>
    readFileSync(join(consumer.folder, DIST, "..", path), "utf8"),
  );
  assert.match(files[0] ?? "", /\bS3Signpost=/);
  assert.equal(files[1], files[0]);
  assert.match(files[2] ?? "", /\bexport\{/);
});

test("require loads the package in Node", () => {
  const program = `console.log(typeof require("s3-signpost").Presigner)`;
  const options = { cwd: consumer.folder, encoding: "utf8", stdio: "pipe" } as const;
  const args = ["--input-type=commonjs", "--eval", program];
  assert.equal(execFileSync(process.execPath, args, options).trim(), "function");
});

test("a classic script with its hash signs with the global S3Signpost", async () => {
  const [, ...rest] = exampleProgram().split("\n");
  const program = `const { Presigner } = S3Signpost;\n${rest.join("\n")}`;
  const result = await resultInPage(hashes["s3-signpost.iife.js"] ?? "", program);
  assert.equal(result, PUBLISHED_SIGNATURE);
});

test("a browser does not run the classic script with the hash of another file", async () => {
  const program = "globalThis.result = typeof S3Signpost;";
  assert.equal(await resultInPage(hashes["index.js"] ?? "", program), "undefined");
});
