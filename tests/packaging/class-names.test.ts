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
];

/** Prints the name of each exported class, and the names of the classes of objects that the package makes. */
const PROGRAM = `
  import { ${CLASSES.join(", ")} } from "s3-signpost";
  const s3 = new S3({
    region: "eu-west-1",
    bucket: "bucket",
    credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtn" },
    fetch: async () => new Response("body"),
  });
  const made = [await s3.presign("key"), s3.download("key")];
  console.log([
    ...[${CLASSES.join(", ")}].map(({ name }) => name),
    ...made.map((object) => object.constructor.name),
  ].join());`;

const NAMES = [...CLASSES, "SignedUrl", "Transfer"].join();

let consumer: Consumer;
before(async () => {
  consumer = await installPackage();
});
after(() => consumer.remove());

function printed(script: string): string {
  return execFileSync(process.execPath, [script], { encoding: "utf8" }).trim();
}

async function bundledByEsbuild(contents: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: consumer.folder },
    bundle: true,
    format: "esm",
    minify: true,
    write: false,
  });
  return outputFiles[0]?.text ?? "";
}

async function bundledByWebpack(contents: string): Promise<string> {
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

describe("the classes keep their names", () => {
  test("in the package", () => {
    assert.equal(printed(consumer.write("main.mjs", PROGRAM)), NAMES);
  });

  test("in a minified bundle of esbuild", async () => {
    const script = consumer.write("esbuild.mjs", await bundledByEsbuild(PROGRAM));
    assert.equal(printed(script), NAMES);
  });

  test("in a minified bundle of webpack", async () => {
    assert.equal(printed(await bundledByWebpack(PROGRAM)), NAMES);
  });
});

/** The classes whose names a bundle holds. */
const classesIn = (bundle: string) => CLASSES.filter((name) => bundle.includes(`"${name}"`));

describe("a bundle that uses one class leaves out the others", () => {
  const program = `import { SignpostError } from "s3-signpost"; console.log(SignpostError);`;

  test("with esbuild", async () => {
    assert.deepEqual(classesIn(await bundledByEsbuild(program)), ["SignpostError"]);
  });

  test("with webpack", async () => {
    const bundle = readFileSync(await bundledByWebpack(program), "utf8");
    assert.deepEqual(classesIn(bundle), ["SignpostError"]);
  });
});
