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

/** Runs a program that Node ends with an uncaught error, and returns what it wrote to a pipe. */
function uncaught(program: string, ...flags: string[]): string {
  const script = consumer.write("main.mjs", program);
  const { stderr } = spawnSync(process.execPath, [...flags, script], { encoding: "utf8" });
  return stderr;
}

const presigning = (packageName: string, start = "") => `
  import { readFileSync } from "node:fs";
  import * as signpost from "${packageName}";
  ${start}
  const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtn" };
  const presigner = new signpost.Presigner({ region: "eu-west-1", bucket: "bucket", credentials });
  presigner.presign({ key: "a", expiresIn: 0 });`;

const programs: Record<string, string> = {
  "s3-signpost": presigning("s3-signpost"),
  "s3-signpost/slim": presigning(
    "s3-signpost/slim",
    `await signpost.init(readFileSync(new URL(import.meta.resolve("s3-signpost/core.wasm"))));`,
  ),
};

describe("an uncaught PresignError in Node, printed through a pipe,", () => {
  for (const [name, program] of Object.entries(programs)) {
    test(`is under 4 KB from ${name}`, () => {
      const { length } = uncaught(program);
      assert(length > 0 && length < 4096, `${length} characters`);
    });

    test(`shows its class, message, code, hint and field from ${name}`, () => {
      const printed = uncaught(program);
      assert.match(printed, /^PresignError: `expiresIn` must be 1 to 604800 seconds/m);
      assert.match(printed, /code: 'InvalidExpiry'/);
      assert.match(printed, /hint: '.+'/);
      assert.match(printed, /field: 'expiresIn'/);
    });
  }

  test("names the TypeScript source that threw under --enable-source-maps", () => {
    const printed = uncaught(presigning("s3-signpost"), "--enable-source-maps");
    assert.match(printed, /at .*presign .*js[\\/]presigner\.ts:\d+:\d+/);
  });
});

/** Maximum length of a line with code, in characters. */
const LONGEST = 3_000;

/** Literals stay on one line, as those of the error messages do; Node never prints it, since it cannot throw. */
const CODE = /=>|\b(await|function|return|throw)\b/;

describe("the lines of code", () => {
  const packed = ["signer", "reader", "checksum"].map(
    (name) => packModule(readFileSync(inRoot("build", "wasm", `${name}_bg.wasm`))).text,
  );

  for (const name of ["index.js", "slim.js"]) {
    test(`in ${name} are short, except those of a packed module`, () => {
      const long = readFileSync(inRoot("dist", name), "utf8")
        .split("\n")
        .filter((line) => line.length > LONGEST && CODE.test(withoutStrings(line)));
      const others = long.filter((line) => !packed.some((text) => line === `text:"${text}",`));
      assert.deepEqual(
        others.map((line) => line.slice(0, 100)),
        [],
      );
    });
  }
});

function withoutStrings(line: string): string {
  return line.replace(/"(?:\\.|[^"\\])*"|`[^`]*`|'[^']*'/g, "");
}
