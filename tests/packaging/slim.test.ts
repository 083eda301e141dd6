import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { promisify } from "node:util";
import { build } from "esbuild";
import webpack from "webpack";
import { inRoot } from "../../scripts/paths.mjs";
import { type Consumer, installPackage } from "./consumer.ts";
import { example, publishedSignature } from "./example.ts";
import { resultInBrowser } from "./page.ts";

const DIST = "./node_modules/s3-signpost/dist";

let consumer: Consumer;
before(async () => {
  consumer = await installPackage();
});
after(() => consumer.remove());

/** The published example over `s3-signpost/slim`, after `init` with this expression. */
function slimExample(source: string, entry = "s3-signpost/slim"): string {
  const start = `import { init } from ${JSON.stringify(entry)};\nawait init(${source});`;
  const [imports = "", ...rest] = example(entry).split("\n");
  return [imports, start, ...rest].join("\n");
}

/** What a program prints that runs in the consumer's project under Node. */
function printed(program: string): string {
  const script = consumer.write("main.mjs", program);
  return execFileSync(process.execPath, [script], { encoding: "utf8" }).trim();
}

/** A program that prints the `code` of what its expression is rejected with. */
function codeOf(expression: string): string {
  return printed(`
    import { readFileSync } from "node:fs";
    import { explain, init, Presigner, SignpostError } from "s3-signpost/slim";
    const core = new URL(import.meta.resolve("s3-signpost/core.wasm"));
    try {
      await (async () => { ${expression} })();
      console.log("none");
    } catch (error) {
      console.log(error instanceof SignpostError ? error.code : error);
    }`);
}

describe("the slim package signs as AWS publishes, given", () => {
  const inNode: Record<string, string> = {
    bytes: "readFileSync(core)",
    "an ArrayBuffer": "Uint8Array.from(readFileSync(core)).buffer",
    "a Response": "new Response(readFileSync(core))",
    "a Blob": "new Blob([readFileSync(core)])",
    "a compiled module": "new WebAssembly.Module(readFileSync(core))",
    "a promise of any of them": "WebAssembly.compile(readFileSync(core))",
  };
  for (const [what, source] of Object.entries(inNode)) {
    test(`${what} in Node`, () => {
      const program = `import { readFileSync } from "node:fs";
        const core = new URL(import.meta.resolve("s3-signpost/core.wasm"));
        ${slimExample(source)}`;
      assert.equal(printed(program), publishedSignature);
    });
  }

  const inPages: Record<string, string> = {
    "an address": `"${DIST}/core.wasm"`,
    "a URL": `new URL("${DIST}/core.wasm", import.meta.url)`,
    "a request on its way": `fetch("${DIST}/core.wasm")`,
  };
  for (const [what, source] of Object.entries(inPages)) {
    test(`${what} in a browser`, async () => {
      consumer.write("main.js", slimExample(source, `${DIST}/slim.js`));
      assert.equal(await resultInBrowser(consumer.folder, "main.js"), publishedSignature);
    });
  }
});

test("esbuild with its file loader bundles the slim package, and a browser signs with it", async () => {
  const entry = consumer.write(
    "main.js",
    `import core from "s3-signpost/core.wasm";\n${slimExample("core")}`,
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
  assert.equal(await resultInBrowser(consumer.folder, "slim/main.js"), publishedSignature);
});

test("webpack with no rule or plugin bundles the slim package, and a browser signs with it", async () => {
  const source = `new URL("s3-signpost/core.wasm", import.meta.url)`;
  const compiler = webpack({
    context: consumer.folder,
    mode: "production",
    entry: consumer.write("main.js", slimExample(source)),
    output: { path: `${consumer.folder}/webpack`, filename: "main.js", publicPath: "/webpack/" },
  });
  assert(compiler);
  const stats = await promisify(compiler.run.bind(compiler))();
  assert.deepEqual(stats?.toJson({ all: false, errors: true }).errors, []);
  await promisify(compiler.close.bind(compiler))();
  assert.equal(await resultInBrowser(consumer.folder, "webpack/main.js"), publishedSignature);
});

/** A program that prints a key read back from its URL, and by what a download was verified. */
function downloading(afterInit = ""): string {
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

test("the slim package reads URLs and sums bytes with the one module", () => {
  assert.equal(printed(downloading()), "a/b c 123456789 CRC32");
});

test("where the host compiles nothing, as Cloudflare Workers, a download comes unverified", () => {
  const forbid = `WebAssembly.Module = new Proxy(WebAssembly.Module, {
    construct() {
      throw new WebAssembly.CompileError("Wasm code generation disallowed by embedder");
    },
  });`;
  assert.equal(printed(downloading(forbid)), "a/b c 123456789 undefined");
});

test("before init every call is the error NotInitialized", () => {
  assert.equal(
    codeOf(
      'new Presigner({ region: "us-east-1", credentials: { accessKeyId: "A", secretAccessKey: "s" } })',
    ),
    "NotInitialized",
  );
});

test("init can be called again, and by many at once", () => {
  assert.equal(
    codeOf(
      "const all = [1, 2].map(() => init(readFileSync(core))); await Promise.all(all); await init();",
    ),
    "none",
  );
});

test("init that failed can be called again with the right module", () => {
  assert.equal(
    codeOf("await init('http://127.0.0.1:1/').catch(() => {}); await init(readFileSync(core));"),
    "none",
  );
});

test("an address that nothing is fetched from is the error ModuleUnavailable", () => {
  assert.equal(codeOf(`await init("http://127.0.0.1:1/core.wasm");`), "ModuleUnavailable");
});

test("an answer that says it is none is the error ModuleUnavailable", () => {
  assert.equal(
    codeOf("await init(new Response('Not Found', { status: 404 }));"),
    "ModuleUnavailable",
  );
});

test("a page in place of the module is the error InvalidModule", () => {
  assert.equal(codeOf("await init(new Response('<!doctype html>'));"), "InvalidModule");
});

test("the module of another release is the error ModuleMismatch", () => {
  assert.equal(
    codeOf("const other = readFileSync(core); other[other.length - 1] ^= 1; await init(other);"),
    "ModuleMismatch",
  );
});

test("any other module is the error ModuleMismatch", () => {
  const empty = "new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])";
  assert.equal(codeOf(`await init(${empty});`), "ModuleMismatch");
});

for (const source of ["undefined", "null", "42", "{}"]) {
  test(`${source} for a module is the error InvalidOption`, () => {
    assert.equal(codeOf(`await init(${source});`), "InvalidOption");
  });
}

test("the slim script holds no module", () => {
  const bytes = readFileSync(inRoot("dist", "slim.js"));
  assert(!bytes.includes("UNSIGNED-PAYLOAD"));
});
