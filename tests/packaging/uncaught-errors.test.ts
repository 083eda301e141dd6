import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { packModule } from "../../scripts/build/pack-module.mjs";
import { inRoot } from "../../scripts/paths.mjs";
import { type Consumer, installPackage } from "./consumer.ts";

let consumer: Consumer;
before(async () => {
  consumer = await installPackage();
});
after(() => consumer.remove());

/** Runs a program that ends with an uncaught error, and returns what Node writes to stderr through a pipe. */
function stderrOf(program: string, ...flags: string[]): string {
  const script = consumer.write("main.mjs", program);
  const { stderr } = spawnSync(process.execPath, [...flags, script], { encoding: "utf8" });
  return stderr;
}

const failingProgram = (packageName: string, setUp = "") => `
  import { readFileSync } from "node:fs";
  import * as signpost from "${packageName}";
  ${setUp}
  const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtn" };
  const presigner = new signpost.Presigner({ region: "eu-west-1", bucket: "bucket", credentials });
  presigner.presign({ key: "" });`;

const programs: Record<string, string> = {
  "s3-signpost": failingProgram("s3-signpost"),
  "s3-signpost/slim": failingProgram(
    "s3-signpost/slim",
    `await signpost.init(readFileSync(new URL(import.meta.resolve("s3-signpost/core.wasm"))));`,
  ),
};

describe("an uncaught PresignError in Node, printed through a pipe,", () => {
  for (const [name, program] of Object.entries(programs)) {
    test(`is shorter than 4,096 characters from ${name}`, () => {
      const { length } = stderrOf(program);
      assert(length > 0 && length < 4096, `${length} characters`);
    });

    test(`includes the class, message, code, hint and field from ${name}`, () => {
      const output = stderrOf(program);
      assert.match(output, /^PresignError: `key` must not be empty/m);
      assert.match(output, /code: 'InvalidKey'/);
      assert.match(output, /hint: '.+'/);
      assert.match(output, /field: 'key'/);
    });
  }

  test("names the TypeScript source that threw under --enable-source-maps", () => {
    const output = stderrOf(failingProgram("s3-signpost"), "--enable-source-maps");
    assert.match(output, /at .*presign .*js[\\/]presigner\.ts:\d+:\d+/);
  });
});

/** Maximum length of a line with code, in characters. */
const MAX_LINE_LENGTH = 3_000;

/** Lines without such code may be longer: they hold literals, cannot throw, and so never appear in a stack trace. */
const CODE = /=>|\b(await|function|return|throw)\b/;

describe("lines of code are short, except those of packed modules, in", () => {
  const packed = ["signer", "checksum"].map(
    (name) => packModule(readFileSync(inRoot("build", "wasm", `${name}_bg.wasm`))).text,
  );

  for (const name of ["index.js", "slim.js"]) {
    test(name, () => {
      const longLines = readFileSync(inRoot("dist", name), "utf8")
        .split("\n")
        .filter((line) => line.length > MAX_LINE_LENGTH && CODE.test(withoutStrings(line)));
      const unexpected = longLines.filter(
        (line) => !packed.some((text) => line === `text:"${text}",`),
      );
      assert.deepEqual(
        unexpected.map((line) => line.slice(0, 100)),
        [],
      );
    });
  }
});

function withoutStrings(line: string): string {
  return line.replace(/"(?:\\.|[^"\\])*"|`[^`]*`|'(?:\\.|[^'\\])*'/g, "");
}
