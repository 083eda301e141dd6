import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { checkCorsOf } from "../../../js/cors/check-cors.ts";
import type { CorsReport, CorsRule } from "../../../js/cors/report.ts";
import { currentHost } from "../../../js/http/host.ts";
import { BucketMemory } from "../../../js/transfer/bucket-memory.ts";
import type { TransferEnvironment } from "../../../js/transfer/environment.ts";
import { startBrowser } from "../../e2e/browser.ts";
import { PackageSite, PackageTab } from "../../e2e/package-tab.ts";
import type { Feature } from "../feature.ts";
import type { Server } from "../server.ts";
import { assertSuccess } from "../support/assertions.ts";
import { clientFor, signerFor } from "../support/clients.ts";
import { sendSigned } from "../support/http.ts";
import { uniqueKey } from "../support/objects.ts";

/** `checkCors`: mostly in a browser, since only a browser applies CORS. */
export const corsFeatures: Feature[] = [
  { name: "cors: the probes of a check change nothing", run: probe },
  feature("a bucket without a rule allows nothing", async (server, page) => {
    await removeRules(server);
    const { uses } = await check(page);
    assert.deepEqual(allowedOf(uses), Array(7).fill(false));
  }),
  feature("a rule for reading allows no writing", async (server, page) => {
    const rule = { AllowedMethods: ["GET"], ExposeHeaders: ["ETag"], AllowedHeaders: ["*"] };
    await putRule(server, { AllowedOrigins: ["*"], ...rule });
    const { uses } = await check(page);
    const { download, form, put, multipart, list } = uses;
    assert.deepEqual(allowedOf({ download, list, form, put, multipart, delete: uses.delete }), [
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
    assert.deepEqual(put.missing, ["PUT in AllowedMethods"]);
  }),
  feature("a rule that hides the ETag allows no upload in parts", async (server, page) => {
    const { rule } = await check(page);
    const ExposeHeaders = rule.ExposeHeaders.filter((name) => name !== "ETag");
    await putRule(server, { ...rule, ExposeHeaders });
    const { multipart, put } = (await check(page)).uses;
    assert.deepEqual([multipart.missing, put.allowed], [["ETag in ExposeHeaders"], true]);
  }),
  feature(
    "the reported rule allows everything, and checks change nothing",
    async (server, page) => {
      await removeRules(server);
      const before = await contents(server);
      const { text } = await check(page);
      await putXml(server, text.xml);
      const { uses } = await check(page);
      assert.deepEqual(await contents(server), before);
      // A store need not compute checksums, so that their headers can be unknown.
      const missing = Object.values(uses).flatMap((use) => use.missing);
      assert.deepEqual(missing, []);
      const key = uniqueKey("cors");
      const sizes = await page.evaluate(async (key) => {
        const size = 6 * 1024 * 1024;
        const partSize = 5 * 1024 * 1024;
        const found: (number | undefined)[] = [];
        for (const via of ["post", "put", "multipart"] as const) {
          await s3.upload(new Uint8Array(size), { key, via, partSize });
          found.push((await s3.download(key)).blob?.size, (await s3.head(key)).size);
          await s3.delete(key);
        }
        for await (const entry of s3.list(key)) found.push(entry.size);
        return found;
      }, key);
      assert.deepEqual(sizes, Array(6).fill(6 * 1024 * 1024));
    },
  ),
];

/** Sends the probes from Node: a store that verifies no signature could perform them. */
async function probe(server: Server): Promise<void> {
  await clientFor(server).upload("sample", { key: "cors-sample", via: "put" });
  const signer = signerFor(server, "v4");
  const environment: TransferEnvironment = {
    ...currentHost(),
    origin: "http://app.example",
    bucket: server.bucket,
    bucketMemory: new BucketMemory(),
    signer: {
      presign: async (request) => signer.presign(request),
      presignPost: async (request) => signer.presignPost(request),
    },
    onSignatureRejected: async () => false,
  };
  const before = await contents(server);
  const { problem, uses } = await checkCorsOf(environment, {}, server.endpoint);
  assert.deepEqual([problem, uses.put.allowed], [undefined, true]);
  assert.deepEqual(await contents(server), before);
}

function feature(name: string, run: (server: Server, page: Page) => Promise<void>): Feature {
  return {
    name: `cors: ${name}`,
    needs: ["corsRules"],
    run: async (server) => {
      await clientFor(server).upload("sample", { key: "cors-sample", via: "put" });
      const [browser, site] = await Promise.all([startBrowser(), PackageSite.start()]);
      try {
        const { page } = await PackageTab.open(browser, site);
        const { endpoint, region, bucket, credentials } = server;
        await page.evaluate(
          (options) => {
            globalThis.s3 = new signpost.S3(options);
          },
          { endpoint, region, bucket, credentials },
        );
        await run(server, page);
      } finally {
        await browser.close();
        site.stop();
      }
    },
  };
}

function check(page: Page): Promise<CorsReport> {
  return page.evaluate(() => signpost.checkCors(s3));
}

function allowedOf(uses: Partial<CorsReport["uses"]>): (boolean | undefined)[] {
  return Object.values(uses).map(({ allowed }) => allowed);
}

async function removeRules(server: Server): Promise<void> {
  const query = { cors: "" };
  await sendSigned(signerFor(server, "v4").presign({ method: "DELETE", query }));
}

async function putXml(server: Server, xml: string): Promise<void> {
  const url = signerFor(server, "v4").presign({ method: "PUT", query: { cors: "" } });
  assertSuccess(await sendSigned(url, xml));
}

function putRule(server: Server, rule: Partial<CorsRule>): Promise<void> {
  const elements = Object.entries(rule).flatMap(([name, values]) =>
    [values].flat().map((value) => {
      const element = Array.isArray(values) ? name.slice(0, -1) : name;
      return `<${element}>${value}</${element}>`;
    }),
  );
  return putXml(
    server,
    `<CORSConfiguration><CORSRule>${elements.join("")}</CORSRule></CORSConfiguration>`,
  );
}

/** Returns the keys and the unfinished multipart uploads of the bucket, if the server can list them. */
async function contents(server: Server): Promise<unknown> {
  if (server.bucketUrls === false) return undefined;
  const keys: string[] = [];
  for await (const { key, etag } of clientFor(server).list()) keys.push(`${key} ${etag}`);
  const uploads = signerFor(server, "v4").presign({ query: { uploads: "" } });
  // A store without this operation responds with an error, which has no uploads.
  const { body } = await sendSigned(uploads);
  return [keys, [...body.toString().matchAll(/<UploadId>/g)].length];
}
