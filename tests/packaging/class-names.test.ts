import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { promisify } from "node:util";
import { build } from "esbuild";
import webpack from "webpack";
import { type Consumer, installPackage } from "./consumer.ts";

const CLASSES = [
  "CredentialsError",
  "PresignError",
  "Presigner",
  "S3",
  "ServiceError",
  "SignpostError",
  "TransferError",
  "UploadQueue",
];

/** Prints the names of the exported classes, and of the classes of objects that the package returns. */
const PROGRAM = `
  import { ${CLASSES.join(", ")} } from "s3-signpost";
  const s3 = new S3({
    region: "eu-west-1",
    bucket: "bucket",
    credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtn" },
    fetch: async () => new Response("body"),
  });
  const objects = [await s3.presign("key"), s3.download("key"), await s3.signer()];
  console.log([
    ...[${CLASSES.join(", ")}].map(({ name }) => name),
    ...objects.map((object) => object.constructor.name),
  ].join());`;

const EXPECTED_NAMES = [...CLASSES, "SignedUrl", "Transfer", "LiveSigner"].join();

let consumer: Consumer;
before(async () => {
  consumer = await installPackage();
});
after(() => consumer.remove());

/** Runs a script in Node and returns its output. */
function outputOf(script: string): string {
  return execFileSync(process.execPath, [script], { encoding: "utf8" }).trim();
}

/** Returns the text of a minified bundle. */
async function bundleWithEsbuild(contents: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: consumer.folder },
    bundle: true,
    format: "esm",
    minify: true,
    write: false,
  });
  return outputFiles[0]?.text ?? "";
}

/** Returns the path of a minified bundle. */
async function bundleWithWebpack(contents: string): Promise<string> {
  const compiler = webpack({
    context: consumer.folder,
    mode: "production",
    target: "node",
    entry: consumer.write("entry.mjs", contents),
    output: { path: `${consumer.folder}/webpack`, filename: "main.cjs" },
  });
  assert(compiler);
  const stats = await promisify(compiler.run.bind(compiler))();
  assert.deepEqual(stats?.toJson({ all: false, errors: true }).errors, []);
  await promisify(compiler.close.bind(compiler))();
  return `${consumer.folder}/webpack/main.cjs`;
}

describe("classes keep their names", () => {
  test("in the package", () => {
    assert.equal(outputOf(consumer.write("main.mjs", PROGRAM)), EXPECTED_NAMES);
  });

  test("in a bundle minified by esbuild", async () => {
    const script = consumer.write("esbuild.mjs", await bundleWithEsbuild(PROGRAM));
    assert.equal(outputOf(script), EXPECTED_NAMES);
  });

  test("in a bundle minified by webpack", async () => {
    assert.equal(outputOf(await bundleWithWebpack(PROGRAM)), EXPECTED_NAMES);
  });
});

/** Returns the classes whose names the bundle contains. */
const classesIn = (bundle: string) => CLASSES.filter((name) => bundle.includes(`"${name}"`));

describe("a bundle with one class leaves out the others", () => {
  const program = `import { SignpostError } from "s3-signpost"; console.log(SignpostError);`;

  test("with esbuild", async () => {
    assert.deepEqual(classesIn(await bundleWithEsbuild(program)), ["SignpostError"]);
  });

  test("with webpack", async () => {
    const bundle = readFileSync(await bundleWithWebpack(program), "utf8");
    assert.deepEqual(classesIn(bundle), ["SignpostError"]);
  });
});

describe("a bundle with S3 leaves out UploadQueue", () => {
  const program = `import { S3 } from "s3-signpost"; console.log(S3);`;
  const isFree = (bundle: string) => !/UploadQueue|DuplicateKey|webkitGetAsEntry/.test(bundle);

  test("if esbuild makes it", async () => {
    assert.ok(isFree(await bundleWithEsbuild(program)));
  });

  test("if webpack makes it", async () => {
    assert.ok(isFree(readFileSync(await bundleWithWebpack(program), "utf8")));
  });
});
