import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { promisify } from "node:util";
import { build } from "esbuild";
import webpack from "webpack";
import { type Consumer, installPackage } from "./consumer.ts";
import { exampleProgram, PUBLISHED_SIGNATURE } from "./example-program.ts";
import { runInBrowser } from "./run-in-browser.ts";

/** Policies of pages that compile no WebAssembly. The second one forbids text as a script in every form too. */
const POLICY = "script-src 'self'; connect-src 'self'";
const STRICTEST = `default-src 'none'; ${POLICY}; require-trusted-types-for 'script'; trusted-types 'none'`;

const INDEX = "./node_modules/s3-signpost/dist/index.js";
const SLIM = "./node_modules/s3-signpost/dist/slim.js";
const JS = "./node_modules/s3-signpost/dist/js.js";

let consumer: Consumer;
before(async () => {
  consumer = await installPackage();
});
after(() => consumer.remove());

/** Returns a program that signs the example with an `S3` client, and prints the signature or the error's code. */
function clientProgram(packageName = "s3-signpost", start = ""): string {
  return `
    import * as signpost from ${JSON.stringify(packageName)};
    const s3 = new signpost.S3({
      credentials: {
        accessKeyId: "AKIAIOSFODNN7EXAMPLE",
        secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
      },
      region: "us-east-1",
      bucket: "examplebucket",
      endpoint: "https://s3.amazonaws.com",
      addressing: "virtual",
      fetch: async () => new Response("123456789", { headers: {
        etag: '"e"',
        "content-length": "9",
        "x-amz-checksum-crc32": "y/Q5Jg==",
        "x-amz-checksum-type": "FULL_OBJECT",
      } }),
    });
    const run = async () => {
      ${start}
      const { verified } = await s3.download("key");
      const signingDate = new Date("2013-05-24T00:00:00Z");
      const { url } = await s3.presign({ key: "test.txt", signingDate, expiresIn: 86400 });
      return verified + " " + new URL(url).searchParams.get("X-Amz-Signature");
    };
    const result = await run().catch(({ code, message }) => code ?? message);
    Object.assign(globalThis, { result });
    console.log(result);`;
}

const VERIFIED = `CRC32 ${PUBLISHED_SIGNATURE}`;

/** Returns a program that prints the code of the error of the synchronous example. */
function codeProgram(packageName = "s3-signpost"): string {
  const [imports = "", ...rest] = exampleProgram(packageName).split("\n");
  return `${imports}
    try { ${rest.join("\n")} }
    catch ({ code, hint }) {
      Object.assign(globalThis, { result: code + " " + hint });
      console.log(globalThis.result);
    }`;
}

const BLOCKED = /^WebAssemblyBlocked .*'wasm-unsafe-eval'.*s3-signpost\/js/;

describe("in a page whose policy blocks WebAssembly,", () => {
  /** Runs a program as a module of the page, without a bundler. */
  function resultOf(program: string, policy = POLICY, paths: string[] = []): Promise<unknown> {
    consumer.write("main.js", program);
    const onRequest = (path: string) => paths.push(path);
    return runInBrowser(consumer.folder, "main.js", { policy, onRequest });
  }

  test("a Presigner throws WebAssemblyBlocked, with the directive and the entry in the hint", async () => {
    assert.match(String(await resultOf(codeProgram(INDEX))), BLOCKED);
  });

  test("an S3 client loads the core as JavaScript, signs, and verifies a download", async () => {
    assert.equal(await resultOf(clientProgram(INDEX)), VERIFIED);
  });

  test("an S3 client signs under a policy with Trusted Types", async () => {
    assert.equal(await resultOf(clientProgram(INDEX), STRICTEST), VERIFIED);
  });

  test("inspect needs no WebAssembly", async () => {
    const url = `https://b.s3.us-east-1.amazonaws.com/k?AWSAccessKeyId=a&Expires=1&Signature=b`;
    const program = `import { inspect } from ${JSON.stringify(INDEX)};
      Object.assign(globalThis, { result: inspect("${url}").key });
      console.log(globalThis.result);`;
    assert.equal(await resultOf(program, STRICTEST), "k");
  });

  test("a Presigner signs after the import of s3-signpost/js", async () => {
    const program = `import ${JSON.stringify(JS)};\n${exampleProgram(INDEX)}`;
    assert.equal(await resultOf(program, STRICTEST), PUBLISHED_SIGNATURE);
  });

  test("init of slim loads the core as JavaScript", async () => {
    const start = `await signpost.init("./node_modules/s3-signpost/dist/core.wasm");`;
    assert.equal(await resultOf(clientProgram(SLIM, start)), VERIFIED);
  });

  test("init of slim still rejects with InvalidModule for an HTML page", async () => {
    const start = `await signpost.init(new Response("<!doctype html>"));`;
    assert.equal(await resultOf(clientProgram(SLIM, start)), "InvalidModule");
  });

  test("slim signs without init and core.wasm after the import of s3-signpost/js", async () => {
    const paths: string[] = [];
    const program = `import ${JSON.stringify(JS)};\n${clientProgram(SLIM)}`;
    assert.equal(await resultOf(program, POLICY, paths), VERIFIED);
    assert(!paths.some((path) => path.endsWith(".wasm")));
  });
});

test("a page whose policy allows WebAssembly never requests the core as JavaScript", async () => {
  const paths: string[] = [];
  consumer.write("main.js", clientProgram(INDEX));
  const onRequest = (path: string) => paths.push(path);
  assert.equal(await runInBrowser(consumer.folder, "main.js", { onRequest }), VERIFIED);
  assert.deepEqual(
    paths.filter((path) => path.endsWith("js.js") || path.includes("load-")),
    [],
  );
});

/** Returns the output of a program under Node without WebAssembly. Its own `fetch` then ends the process with an error. */
function outputOf(program: string): string {
  const script = consumer.write("main.mjs", program);
  return spawnSync(process.execPath, ["--jitless", script], { encoding: "utf8" }).stdout.trim();
}

describe("in Node with --jitless,", () => {
  test("a Presigner throws WebAssemblyBlocked", () => {
    assert.match(outputOf(codeProgram()), BLOCKED);
  });

  test("an S3 client loads the core as JavaScript, signs, and verifies a download", () => {
    assert.equal(outputOf(clientProgram()), VERIFIED);
  });

  test("a Presigner signs after the import of s3-signpost/js", () => {
    assert.equal(outputOf(`import "s3-signpost/js";\n${exampleProgram()}`), PUBLISHED_SIGNATURE);
  });

  test("init of slim loads the core as JavaScript", () => {
    assert.equal(outputOf(clientProgram("s3-signpost/slim", "await signpost.init();")), VERIFIED);
  });
});

/** Bundles a program with esbuild in its default configuration: into one file. */
async function bundleWithEsbuild(contents: string): Promise<string> {
  const { outputFiles } = await build({
    absWorkingDir: consumer.folder,
    stdin: { contents, resolveDir: consumer.folder },
    bundle: true,
    format: "esm",
    minify: true,
    write: false,
  });
  return outputFiles[0]?.text ?? "";
}

/** Bundles a program with webpack without rules or plugins, and returns the folder. */
async function bundleWithWebpack(contents: string): Promise<string> {
  const compiler = webpack({
    context: consumer.folder,
    mode: "production",
    entry: consumer.write("entry.mjs", contents),
    output: { path: `${consumer.folder}/webpack`, filename: "main.js" },
    // It would take most of the time, and changes no import.
    optimization: { minimize: false },
  });
  assert(compiler);
  const stats = await promisify(compiler.run.bind(compiler))();
  const { errors, warnings } = stats?.toJson({ all: false, errors: true, warnings: true }) ?? {};
  assert.deepEqual(errors, []);
  // Its recommendations for fewer or smaller files are not about this code.
  const isAdvice = /size limit|performance recommendations/;
  assert.deepEqual(
    warnings?.filter(({ message }) => !isAdvice.test(message)),
    [],
  );
  await promisify(compiler.close.bind(compiler))();
  return "webpack";
}

describe("in a bundle under a policy that blocks WebAssembly,", () => {
  test("a Presigner signs after the import of s3-signpost/js", async () => {
    const bundle = await bundleWithEsbuild(`import "s3-signpost/js";\n${exampleProgram()}`);
    consumer.write("bundle.js", bundle);
    assert.equal(
      await runInBrowser(consumer.folder, "bundle.js", { policy: POLICY }),
      PUBLISHED_SIGNATURE,
    );
  });

  test("an S3 client rejects with WebAssemblyBlocked", async () => {
    consumer.write("bundle.js", await bundleWithEsbuild(clientProgram()));
    assert.equal(
      await runInBrowser(consumer.folder, "bundle.js", { policy: POLICY }),
      "WebAssemblyBlocked",
    );
  });

  test("an S3 client loads the file js.js that was copied beside the bundle", async () => {
    const folder = await bundleWithWebpack(clientProgram());
    copyFileSync(join(consumer.folder, JS), join(consumer.folder, folder, "js.js"));
    assert.equal(
      await runInBrowser(consumer.folder, `${folder}/main.js`, { policy: POLICY }),
      VERIFIED,
    );
  });

  test("the import of s3-signpost/js in a chunk of webpack is enough", async () => {
    const start = `const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtn" };
      try { new signpost.Presigner({ region: "us-east-1", credentials }).presign("s3://b/k"); }
      catch ({ code }) { if (code === "WebAssemblyBlocked") await import("s3-signpost/js"); }`;
    const folder = await bundleWithWebpack(clientProgram("s3-signpost", start));
    assert.equal(
      await runInBrowser(consumer.folder, `${folder}/main.js`, { policy: POLICY }),
      VERIFIED,
    );
  });
});

test("a bundle of esbuild without splitting leaves out the core as JavaScript", async () => {
  const bundle = await bundleWithEsbuild(clientProgram());
  assert(!bundle.includes("newHEAP8"));
  assert(!/Math\.clz32/.test(bundle));
});
