import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { promisify } from "node:util";
import { build } from "esbuild";
import webpack from "webpack";
import { packFile } from "../../scripts/build/pack-module.mjs";
import { inRoot } from "../../scripts/paths.mjs";
import { type Consumer, installPackage } from "./consumer.ts";
import { exampleProgram, PUBLISHED_SIGNATURE } from "./example-program.ts";
import { runInBrowser } from "./run-in-browser.ts";

const DIST = "./node_modules/s3-signpost/dist";

let consumer: Consumer;
before(async () => {
  consumer = await installPackage();
});
after(() => consumer.remove());

/** Returns the example program with `s3-signpost/slim`; it calls `init` with the source expression. */
function slimProgram(source: string, entry = "s3-signpost/slim"): string {
  const initCall = `import { init } from ${JSON.stringify(entry)};\nawait init(${source});`;
  const [imports = "", ...rest] = exampleProgram(entry).split("\n");
  return [imports, initCall, ...rest].join("\n");
}

/** Runs a program in the consumer project under Node and returns its output. */
function outputOf(program: string): string {
  const script = consumer.write("main.mjs", program);
  return execFileSync(process.execPath, [script], { encoding: "utf8" }).trim();
}

/** Runs statements in Node and returns the code of the error they throw, or "none". */
function codeOf(statements: string): string {
  return outputOf(`
    import { readFileSync } from "node:fs";
    import { explain, init, Presigner, S3, SignpostError } from "s3-signpost/slim";
    const core = new URL(import.meta.resolve("s3-signpost/core.wasm"));
    try {
      await (async () => { ${statements} })();
      console.log("none");
    } catch (error) {
      console.log(error instanceof SignpostError ? error.code : error);
    }`);
}

describe("the slim package computes the signature that AWS publishes after init with", () => {
  const nodeSources: Record<string, string> = {
    bytes: "readFileSync(core)",
    "an ArrayBuffer": "Uint8Array.from(readFileSync(core)).buffer",
    "a Response": "new Response(readFileSync(core))",
    "a Blob": "new Blob([readFileSync(core)])",
    "a compiled module": "new WebAssembly.Module(readFileSync(core))",
    "a promise of a module": "WebAssembly.compile(readFileSync(core))",
  };
  for (const [name, source] of Object.entries(nodeSources)) {
    test(`${name} in Node`, () => {
      const program = `import { readFileSync } from "node:fs";
        const core = new URL(import.meta.resolve("s3-signpost/core.wasm"));
        ${slimProgram(source)}`;
      assert.equal(outputOf(program), PUBLISHED_SIGNATURE);
    });
  }

  const browserSources: Record<string, string> = {
    "a relative URL string": `"${DIST}/core.wasm"`,
    "a URL object": `new URL("${DIST}/core.wasm", import.meta.url)`,
    "the promise of a fetch": `fetch("${DIST}/core.wasm")`,
  };
  for (const [name, source] of Object.entries(browserSources)) {
    test(`${name} in a browser`, async () => {
      consumer.write("main.js", slimProgram(source, `${DIST}/slim.js`));
      assert.equal(await runInBrowser(consumer.folder, "main.js"), PUBLISHED_SIGNATURE);
    });
  }
});

test("a bundle of esbuild with the file loader signs in a browser", async () => {
  const entry = consumer.write(
    "main.js",
    `import core from "s3-signpost/core.wasm";\n${slimProgram("core")}`,
  );
  await build({
    absWorkingDir: consumer.folder,
    entryPoints: [entry],
    outdir: "slim",
    publicPath: "/slim",
    bundle: true,
    format: "esm",
    loader: { ".wasm": "file" },
  });
  assert.equal(await runInBrowser(consumer.folder, "slim/main.js"), PUBLISHED_SIGNATURE);
});

test("a bundle of webpack without rules or plugins signs in a browser", async () => {
  const source = `new URL("s3-signpost/core.wasm", import.meta.url)`;
  const compiler = webpack({
    context: consumer.folder,
    mode: "production",
    entry: consumer.write("main.js", slimProgram(source)),
    output: { path: `${consumer.folder}/webpack`, filename: "main.js", publicPath: "/webpack/" },
  });
  assert(compiler);
  const stats = await promisify(compiler.run.bind(compiler))();
  assert.deepEqual(stats?.toJson({ all: false, errors: true }).errors, []);
  await promisify(compiler.close.bind(compiler))();
  assert.equal(await runInBrowser(consumer.folder, "webpack/main.js"), PUBLISHED_SIGNATURE);
});

/** Returns a program that prints the key of a signed URL, a downloaded body, and the algorithm that verified it. */
function downloadProgram(afterInit = ""): string {
  return `
    import { readFileSync } from "node:fs";
    import { init, inspect, S3 } from "s3-signpost/slim";
    await init(readFileSync(new URL(import.meta.resolve("s3-signpost/core.wasm"))));
    ${afterInit}
    const body = "123456789";
    const s3 = new S3({
      region: "eu-west-1",
      bucket: "bucket",
      credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtn" },
      fetch: async (url, { method } = {}) =>
        new Response(method === "HEAD" ? null : body, {
          headers: {
            etag: '"e"',
            "content-length": "9",
            "x-amz-checksum-crc32": "y/Q5Jg==",
            "x-amz-checksum-type": "FULL_OBJECT",
          },
        }),
    });
    const { blob, verified } = await s3.download("key");
    console.log(inspect((await s3.presign("a/b c")).url).key, await blob.text(), verified);`;
}

test("core.wasm alone inspects URLs and verifies downloads", () => {
  assert.equal(outputOf(downloadProgram()), "a/b c 123456789 CRC32");
});

test("a download is not verified if the host forbids compilation, as Cloudflare Workers do", () => {
  const forbidCompilation = `WebAssembly.Module = new Proxy(WebAssembly.Module, {
    construct() {
      throw new WebAssembly.CompileError("Wasm code generation disallowed by embedder");
    },
  });`;
  assert.equal(outputOf(downloadProgram(forbidCompilation)), "a/b c 123456789 undefined");
});

test("a preloaded module arrives while the script loads, and is requested once", async () => {
  consumer.write("main.js", slimProgram(`"${DIST}/core.wasm"`, `${DIST}/slim.js`));
  const paths: string[] = [];
  let found: () => void = () => {};
  const moduleRequested = new Promise<void>((resolve) => {
    found = resolve;
  });
  const result = await runInBrowser(consumer.folder, "main.js", {
    head: `<link rel="preload" href="${DIST}/core.wasm" as="fetch" type="application/wasm" crossorigin>`,
    onRequest: async (path) => {
      paths.push(path);
      if (path.endsWith("/core.wasm")) found();
      // The script with init cannot have requested the module.
      if (path === "/main.js") await moduleRequested;
    },
  });
  assert.equal(result, PUBLISHED_SIGNATURE);
  assert.equal(paths.filter((path) => path.endsWith("/core.wasm")).length, 1);
});

/** Statements that make a client. A call of its provider of credentials resolves `provided`. */
const CLIENT = `
  let provide;
  const provided = new Promise((resolve) => { provide = resolve; });
  const credentials = async () => (provide(), { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "s" });
  const fetch = async () => new Response("body", { headers: { etag: '"e"', "content-length": "4" } });
  const s3 = new S3({ region: "us-east-1", bucket: "bucket", credentials, fetch });`;

for (const call of ['presign("a")', "presigner()", "signer()", 'download("a")', 'head("a")']) {
  test(`S3.${call} waits for init, and gets credentials in the meantime`, () => {
    assert.equal(
      codeOf(`${CLIENT}
        init(provided.then(() => readFileSync(core)));
        await s3.${call};`),
      "none",
    );
  });
}

test("S3 rejects with the error of init", () => {
  assert.equal(
    codeOf(`${CLIENT}
      init(new Response("", { status: 404 })).catch(() => {});
      await s3.presign("a");`),
    "ModuleUnavailable",
  );
});

test("S3 without a call of init rejects with NotInitialized", () => {
  assert.equal(codeOf(`${CLIENT} await s3.presign("a");`), "NotInitialized");
});

test("a call before init throws NotInitialized", () => {
  assert.equal(
    codeOf(
      'new Presigner({ region: "us-east-1", credentials: { accessKeyId: "A", secretAccessKey: "s" } })',
    ),
    "NotInitialized",
  );
});

test("init accepts concurrent and repeated calls", () => {
  assert.equal(
    codeOf(
      "const all = [1, 2].map(() => init(readFileSync(core))); await Promise.all(all); await init();",
    ),
    "none",
  );
});

test("init succeeds with the right module after a failure", () => {
  assert.equal(
    codeOf("await init('http://127.0.0.1:1/').catch(() => {}); await init(readFileSync(core));"),
    "none",
  );
});

test("init rejects with ModuleUnavailable if the URL cannot be fetched", () => {
  assert.equal(codeOf(`await init("http://127.0.0.1:1/core.wasm");`), "ModuleUnavailable");
});

test("init rejects with ModuleUnavailable for a response with status 404", () => {
  assert.equal(
    codeOf("await init(new Response('Not Found', { status: 404 }));"),
    "ModuleUnavailable",
  );
});

test("init rejects with InvalidModule for an HTML page", () => {
  assert.equal(codeOf("await init(new Response('<!doctype html>'));"), "InvalidModule");
});

test("init rejects with ModuleMismatch for the core of another release", () => {
  assert.equal(
    codeOf("const other = readFileSync(core); other[other.length - 1] ^= 1; await init(other);"),
    "ModuleMismatch",
  );
});

test("init rejects with ModuleMismatch for an unrelated module", () => {
  const empty = "new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])";
  assert.equal(codeOf(`await init(${empty});`), "ModuleMismatch");
});

for (const source of ["undefined", "null", "42", "{}"]) {
  test(`init rejects with InvalidOption for ${source}`, () => {
    assert.equal(codeOf(`await init(${source});`), "InvalidOption");
  });
}

test("slim.js contains no WebAssembly module", async () => {
  const { text } = await packFile(inRoot("build", "wasm", "signer_bg.wasm"));
  // A run of characters that no string literal escapes.
  const [run = ""] = /[^"'`\\$]{50}/.exec(text) ?? [];
  const hasModule = (file: string) => readFileSync(inRoot("dist", file), "utf8").includes(run);
  assert.deepEqual([hasModule("index.js"), hasModule("slim.js")], [true, false]);
});
