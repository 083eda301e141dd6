import assert from "node:assert/strict";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, test } from "node:test";
import { build } from "esbuild";
import type { Browser, Page } from "playwright-core";
import { inRoot } from "../../../scripts/paths.mjs";
import { startBrowser } from "../browser.ts";
import { type Stack, startStack } from "../stack.ts";

/** Results of the example of docs/recipes.md. */
interface Example {
  url: string;
  form: { url: string; fields: Record<string, string> };
  progress: [loaded: number, total: number][];
}

declare global {
  /** Runs the example with a file of this size. */
  var runExample: (size: number) => Promise<Example>;
}

const MIB = 1024 * 1024;

let stack: Stack;
let browser: Browser;
let server: Server;
let page: Page;

before(async () => {
  [stack, browser] = await Promise.all([startStack(), startBrowser()]);
  const script = await bundleExample();
  server = createServer((request, response) => {
    const isScript = request.url === "/main.js";
    response.setHeader("content-type", isScript ? "text/javascript" : "text/html");
    response.end(
      isScript ? script : '<!doctype html><script type="module" src="main.js"></script>',
    );
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  await page.waitForFunction(() => "runExample" in globalThis);
});
after(async () => {
  await browser?.close();
  server?.close();
  await stack?.stop();
});

/** Bundles the example of docs/recipes.md with the addresses of the stack, and no other change. */
async function bundleExample(): Promise<string> {
  const { s3, identity, identityPoolId, bucket, region } = stack.ready;
  const document = readFileSync(inRoot("docs", "recipes.md"), "utf8");
  const section = document
    .split(/^## /m)
    .find((part) => part.startsWith("Migrate from the AWS SDK"));
  const example = section?.match(/^```ts\n(.*?)^```$/ms)?.[1] ?? "";
  const [imports = ""] = /import \{[^}]*\} from "s3-signpost\/aws";/.exec(example) ?? [];
  const code = example
    .replace(imports, "")
    .replaceAll("eu-west-1:POOL-ID", identityPoolId)
    .replaceAll("eu-west-1", region)
    .replaceAll("BUCKET", bucket)
    .replace("identityPoolId:", `clientConfig: { endpoint: "${identity}" }, $&`)
    .replace("credentials:", `endpoint: "${s3}", forcePathStyle: true, $&`)
    .replace("console.log(loaded, total)", "progress.push([loaded, total])");
  const { outputFiles } = await build({
    stdin: {
      contents: `${imports}
        globalThis.runExample = async (size) => {
          const progress = [];
          const file = new File([new Uint8Array(size).fill(7)], "cat.jpg", { type: "image/jpeg" });
          ${code}
          return { url, form: { url: form.url, fields: form.fields }, progress };
        };`,
      resolveDir: inRoot(),
    },
    alias: { "s3-signpost/aws": inRoot("dist", "aws.js") },
    bundle: true,
    format: "esm",
    minify: true,
    write: false,
  });
  return outputFiles[0]?.text ?? "";
}

for (const size of [5_000, 11 * MIB]) {
  test(`the example uploads ${size} bytes, and its URL and its form work`, async () => {
    const { url, form, progress } = await page.evaluate((size) => runExample(size), size);
    const loaded = progress.map(([loaded]) => loaded);
    assert.deepEqual(
      loaded,
      [...loaded].sort((a, b) => a - b),
    );
    assert.deepEqual(progress.at(-1), [size, size]);
    const response = await fetch(url);
    assert.equal(response.headers.get("content-type"), "image/jpeg");
    const bytes = Buffer.from(await response.arrayBuffer());
    assert.ok(bytes.equals(Buffer.alloc(size, 7)));
    const body = new FormData();
    for (const [field, value] of Object.entries(form.fields)) body.append(field, value);
    body.append("file", new Blob(["1"]), "cat.jpg");
    assert.ok((await fetch(form.url, { method: "POST", body })).ok);
  });
}
