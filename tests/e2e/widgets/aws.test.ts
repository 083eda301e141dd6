import assert from "node:assert/strict";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { inRoot } from "../../../scripts/paths.mjs";
import { bundleServed } from "../../../scripts/test/record/served.mjs";
import { startBrowser } from "../browser.ts";
import { type Stack, startStack } from "../stack.ts";

/** Results of the example of docs/migrate/aws-sdk.md. */
interface Example {
  url: string;
  form: { url: string; fields: Record<string, string> };
  progress: [loaded: number, total: number][];
}

/** Results of the same program with the imports of the AWS SDK, or of s3-signpost/aws. */
interface Upload {
  /** Presigned URL of the object. */
  url: string;
  /** The last progress event. */
  progress: { loaded: number; total: number };
  output: Record<string, unknown>;
}

declare global {
  /** The program of `bundleProgram`, by its imports. */
  var uploadWith: Record<"sdk" | "own", (key: string, size: number) => Promise<Upload>>;
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
  const scripts: Record<string, string> = {
    "/main.js": await bundleExample(),
    "/sdk.js": await bundleProgram("sdk"),
    "/own.js": await bundleProgram("own"),
  };
  const elements = Object.keys(scripts).map(
    (src) => `<script type="module" src="${src}"></script>`,
  );
  server = createServer(({ url = "" }, response) => {
    response.setHeader("content-type", url in scripts ? "text/javascript" : "text/html");
    response.end(scripts[url] ?? `<!doctype html>${elements.join("")}`);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  await page.waitForFunction(
    () => "runExample" in globalThis && Object.keys(globalThis.uploadWith ?? {}).length === 2,
  );
});
after(async () => {
  await browser?.close();
  server?.close();
  await stack?.stop();
});

/** Bundles the example of docs/migrate/aws-sdk.md with the addresses of the stack, and no other change. */
async function bundleExample(): Promise<string> {
  const { s3, identity, identityPoolId, bucket, region } = stack.ready;
  const document = readFileSync(inRoot("docs", "migrate", "aws-sdk.md"), "utf8");
  const blocks = [...document.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code = ""]) => code);
  const example = blocks.find((code) => code.includes('"s3-signpost/aws"')) ?? "";
  const [imports = ""] = /import \{[^}]*\} from "s3-signpost\/aws";/.exec(example) ?? [];
  const code = example
    .replace(imports, "")
    .replaceAll("eu-west-1:POOL-ID", identityPoolId)
    .replaceAll("eu-west-1", region)
    .replaceAll("BUCKET", bucket)
    .replace("identityPoolId:", `clientConfig: { endpoint: "${identity}" }, $&`)
    .replace("credentials:", `endpoint: "${s3}", forcePathStyle: true, $&`)
    .replace("console.log(loaded, total)", "progress.push([loaded, total])");
  return bundle(`${imports}
    globalThis.runExample = async (size) => {
      const progress = [];
      const file = new File([new Uint8Array(size).fill(7)], "cat.jpg", { type: "image/jpeg" });
      ${code}
      return { url, form: { url: form.url, fields: form.fields }, progress };
    };`);
}

const IMPORTS = {
  sdk: `import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
    import { fromCognitoIdentityPool } from "@aws-sdk/credential-providers";
    import { Upload } from "@aws-sdk/lib-storage";
    import { getSignedUrl } from "@aws-sdk/s3-request-presigner";`,
  own: `import {
      fromCognitoIdentityPool, GetObjectCommand, getSignedUrl, S3Client, Upload
    } from "s3-signpost/aws";`,
};

/** Bundles a program whose imports are its only difference. */
function bundleProgram(name: keyof typeof IMPORTS): Promise<string> {
  const { s3, identity, identityPoolId, bucket, region } = stack.ready;
  return bundle(`${IMPORTS[name]}
    const client = new S3Client({
      region: "${region}",
      endpoint: "${s3}",
      forcePathStyle: true,
      credentials: fromCognitoIdentityPool({
        identityPoolId: "${identityPoolId}",
        clientConfig: { endpoint: "${identity}", region: "${region}" },
      }),
    });
    globalThis.uploadWith ??= {};
    globalThis.uploadWith.${name} = async (Key, size) => {
      const bytes = Uint8Array.from({ length: size }, (_, index) => index % 251);
      const Body = new File([bytes], "cat.jpg");
      const params = { Bucket: "${bucket}", Key, Body, ContentType: "image/jpeg", Metadata: { a: "b" } };
      const upload = new Upload({ client, params });
      let last;
      upload.on("httpUploadProgress", ({ loaded, total }) => { last = { loaded, total }; });
      const { $metadata, ...output } = await upload.done();
      const command = new GetObjectCommand({ Bucket: "${bucket}", Key });
      return { url: await getSignedUrl(client, command, { expiresIn: 60 }), progress: last, output };
    };`);
}

function bundle(contents: string): Promise<string> {
  return bundleServed({
    stdin: { contents, resolveDir: inRoot() },
    alias: {
      "s3-signpost/aws": inRoot("dist", "aws.js"),
      // esbuild does not read the field `browser` of this package, which names files without their extension.
      "@aws-sdk/credential-providers": inRoot(
        "node_modules/@aws-sdk/credential-providers/dist-es/index.browser.js",
      ),
    },
    format: "esm",
    minify: true,
  });
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

for (const size of [5_000, 11 * MIB]) {
  test(`${size} bytes are uploaded alike with the imports of the AWS SDK and of s3-signpost/aws`, async () => {
    const expected = Buffer.from(Uint8Array.from({ length: size }, (_, index) => index % 251));
    const outputs = [];
    for (const name of ["sdk", "own"] as const) {
      const { url, progress, output } = await page.evaluate(
        ([name, key, size]) => globalThis.uploadWith[name](key, size),
        [name, `side-by-side/${size}`, size] as const,
      );
      const response = await fetch(url);
      assert.equal(response.status, 200, name);
      assert.ok(Buffer.from(await response.arrayBuffer()).equals(expected), name);
      assert.equal(response.headers.get("content-type"), "image/jpeg");
      assert.equal(response.headers.get("x-amz-meta-a"), "b");
      assert.deepEqual(progress, { loaded: size, total: size });
      outputs.push([output["Bucket"], output["Key"], output["ETag"], output["Location"]]);
    }
    assert.deepEqual(outputs[0], outputs[1]);
  });
}
