import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { after, before, test } from "node:test";
import { type Consumer, installPackage } from "./consumer.ts";
import { exampleProgram, PUBLISHED_SIGNATURE } from "./example-program.ts";

let consumer: Consumer;
before(async () => {
  consumer = await installPackage();
});
after(() => consumer.remove());

/**
 * Makes Node like Cloudflare Workers: an import of a .wasm file is a compiled module, and no bytes can be compiled. Real
 * Workers are in the matrix (`tests/matrix/cloudflare`).
 */
const LIKE_WORKERS = `
  import { register } from "node:module";
  globalThis.importedModule = WebAssembly.Module;
  register("data:text/javascript," + encodeURIComponent(\`
    import { readFile } from "node:fs/promises";
    import { fileURLToPath } from "node:url";
    export async function load(url, context, nextLoad) {
      if (!url.endsWith(".wasm")) return nextLoad(url, context);
      const bytes = JSON.stringify((await readFile(fileURLToPath(url))).toString("base64"));
      const source = "export default new importedModule(Buffer.from(" + bytes + ", 'base64'));";
      return { format: "module", source, shortCircuit: true };
    }\`));
  WebAssembly.Module = new Proxy(WebAssembly.Module, {
    construct() {
      throw new WebAssembly.CompileError("Wasm code generation disallowed by embedder");
    },
  });`;

/** Runs a program with the condition of Cloudflare Workers, and returns its output. */
function outputOf(program: string): string {
  const hooks = consumer.write("like-workers.mjs", LIKE_WORKERS);
  const script = consumer.write("main.mjs", program);
  const options = ["--conditions=workerd", "--import", hooks];
  return execFileSync(process.execPath, [...options, script], { encoding: "utf8" }).trim();
}

test("the default entry signs where modules are imported and no bytes are compiled", () => {
  assert.equal(outputOf(exampleProgram()), PUBLISHED_SIGNATURE);
});

test("the default entry inspects and verifies downloads with the imported modules", () => {
  const program = `
    import { inspect, S3 } from "s3-signpost";
    const s3 = new S3({
      region: "eu-west-1",
      bucket: "bucket",
      credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtn" },
      fetch: async () => new Response("123456789", { headers: {
        etag: '"e"',
        "content-length": "9",
        "x-amz-checksum-crc32": "y/Q5Jg==",
        "x-amz-checksum-type": "FULL_OBJECT",
      } }),
    });
    const { verified } = await s3.download("key");
    console.log(inspect((await s3.presign("a/b c")).url).key, verified);`;
  assert.equal(outputOf(program), "a/b c CRC32");
});
