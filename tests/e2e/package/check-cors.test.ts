import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { beforeEach, describe, test } from "node:test";
import type { CorsReport, CorsUse } from "../../../js/cors/report.ts";
import { S3 } from "../../../js/s3.ts";
import { packageSession } from "../package-session.ts";
import type { CorsRule } from "../stack.ts";

const USES: CorsUse[] = ["download", "verify", "form", "put", "multipart", "list", "delete"];
const NOTHING = Object.fromEntries(USES.map((use) => [use, []]));

/** A rule that allows everything. */
const FULL: CorsRule = {
  allowedOrigins: ["*"],
  allowedMethods: ["GET", "HEAD", "PUT", "POST", "DELETE"],
  allowedHeaders: ["*"],
  exposeHeaders: ["ETag", "x-amz-checksum-crc64nvme"],
};

let node: S3;

const session = packageSession(async ({ stack }) => {
  const { region, bucket, s3: endpoint, accessKeyId, secretAccessKey } = stack.ready;
  node = new S3({ region, bucket, endpoint, credentials: { accessKeyId, secretAccessKey } });
});

function check(options: { for?: CorsUse[]; key?: string } = {}): Promise<CorsReport> {
  return session.tab.page.evaluate((options) => signpost.checkCors(s3, options), options);
}

/** Returns the entries that each use lacks. */
function missingIn({ uses }: CorsReport): Record<string, string[]> {
  return Object.fromEntries(Object.entries(uses).map(([use, { missing }]) => [use, missing]));
}

function allowedIn({ uses }: CorsReport): (boolean | undefined)[] {
  return Object.values(uses).map(({ allowed }) => allowed);
}

function changeRules(...cors: CorsRule[]): Promise<void> {
  return session.stack.changeSettings({ cors });
}

/** Returns the keys and the unfinished multipart uploads of the bucket. */
async function contents(): Promise<unknown> {
  const keys: string[] = [];
  for await (const { key, etag } of node.list()) keys.push(`${key} ${etag}`);
  const response = await fetch((await node.presign({ query: { uploads: "" } })).url);
  return [keys, [...(await response.text()).matchAll(/<UploadId>/g)].length];
}

function origin(): string {
  return new URL(session.site.url).origin;
}

const PUT_IN_METHODS = "PUT in AllowedMethods";
const cases: [name: string, rules: CorsRule[], missing: Record<string, string[]>][] = [
  ["the demo's rule", [], {}],
  ["a rule for any origin", [FULL], {}],
  [
    "a rule for GET only",
    [{ ...FULL, allowedMethods: ["GET"] }],
    {
      form: ["POST in AllowedMethods"],
      put: [PUT_IN_METHODS],
      multipart: ["POST in AllowedMethods", PUT_IN_METHODS],
      delete: ["DELETE in AllowedMethods"],
    },
  ],
  [
    "a rule without PUT",
    [{ ...FULL, allowedMethods: ["GET", "HEAD", "POST", "DELETE"] }],
    { put: [PUT_IN_METHODS], multipart: [PUT_IN_METHODS] },
  ],
  ["a rule without x-amz-checksum-mode", [{ ...FULL, allowedHeaders: ["content-type"] }], {}],
  [
    "a rule without allowed headers",
    [{ ...FULL, allowedHeaders: [] }],
    {
      put: ["content-type in AllowedHeaders"],
      multipart: ["content-type in AllowedHeaders"],
    },
  ],
  [
    "a rule that hides the ETag",
    [{ ...FULL, exposeHeaders: ["x-amz-checksum-crc64nvme"] }],
    { multipart: ["ETag in ExposeHeaders"] },
  ],
  [
    "a rule that hides checksums",
    [{ ...FULL, exposeHeaders: ["ETag"] }],
    { verify: ["x-amz-checksum-crc64nvme in ExposeHeaders"] },
  ],
  [
    "a rule that hides headers of PUT beside one that shows those of GET",
    [
      { ...FULL, allowedMethods: ["GET", "HEAD"] },
      { ...FULL, allowedMethods: ["PUT", "POST", "DELETE"], exposeHeaders: [] },
    ],
    {},
  ],
];

/** The reports of all cases, made in one tab. */
let reports: Promise<CorsReport[]> | undefined;

async function checkAll(): Promise<CorsReport[]> {
  await session.openConnected("key");
  const found: CorsReport[] = [];
  for (const [, rules] of cases) {
    if (rules.length > 0) await changeRules(...rules);
    found.push(await check());
  }
  return found;
}

for (const [index, [name, , missing]] of cases.entries()) {
  const lacking = [...new Set(Object.values(missing).flat())];
  test(`${name} lacks ${lacking.join(", ") || "nothing"}`, async () => {
    reports ??= checkAll();
    const report = (await reports)[index] as CorsReport;
    assert.deepEqual(missingIn(report), { ...NOTHING, ...missing });
    assert.deepEqual(
      allowedIn(report),
      USES.map((use) => !(use in missing)),
    );
  });
}

describe("in a tab", () => {
  beforeEach(() => session.openConnected("key"));

  for (const [name, rules] of [
    ["no rule at all", []],
    ["a rule for another origin", [{ ...FULL, allowedOrigins: ["https://app.example.com"] }]],
  ] as [string, CorsRule[]][]) {
    test(`${name} lacks the page's origin for each use`, async () => {
      await changeRules(...rules);
      const lacking = [`${origin()} in AllowedOrigins`];
      const report = await check({ for: ["download", "put"] });
      assert.deepEqual(missingIn(report), { download: lacking, put: lacking });
    });
  }

  test("a missing method is not reported as a missing origin", async () => {
    await changeRules({ ...FULL, allowedMethods: ["DELETE"] });
    const report = await check({ for: ["put"] });
    assert.deepEqual(missingIn(report), { put: [PUT_IN_METHODS] });
  });

  describe("the reported rule", () => {
    test("allows every use after it replaces the bucket's rules", async () => {
      await changeRules();
      const { rule } = await check();
      assert.deepEqual(rule.AllowedOrigins, [origin()]);
      await changeRules({
        allowedOrigins: rule.AllowedOrigins,
        allowedMethods: rule.AllowedMethods,
        allowedHeaders: rule.AllowedHeaders,
        exposeHeaders: rule.ExposeHeaders,
        maxAgeSeconds: rule.MaxAgeSeconds,
      });
      assert.deepEqual(missingIn(await check()), NOTHING);
      const done = await session.tab.page.evaluate(async () => {
        const bytes = new Uint8Array(6 * 1024 * 1024);
        const partSize = 5 * 1024 * 1024;
        const results: unknown[] = [];
        for (const via of ["post", "put", "multipart"] as const) {
          await s3.upload(bytes, { key: `cors/${via}`, via, partSize });
          const { verified } = await s3.download(`cors/${via}`, { verify: true });
          results.push(verified, (await s3.head(`cors/${via}`)).size);
        }
        for await (const { key } of s3.list("cors/")) await s3.delete(key);
        return results;
      });
      const size = 6 * 1024 * 1024;
      assert.deepEqual(done, ["CRC64NVME", size, "CRC64NVME", size, "CRC64NVME", size]);
    });

    test("as XML is accepted by PutBucketCors", async () => {
      await changeRules();
      const { text } = await check();
      const { url } = await node.presign({ method: "PUT", query: { cors: "" } });
      const response = await fetch(url, { method: "PUT", body: text.xml });
      assert.equal(response.status, 200, await response.text());
      assert.deepEqual(missingIn(await check()), NOTHING);
    });

    test("for downloads allows nothing else", async () => {
      const { rule } = await check({ for: ["download"] });
      assert.deepEqual(rule.AllowedMethods, ["GET", "HEAD"]);
    });
  });

  test("a second check sees a rule that was changed after the first, despite cached preflights", async () => {
    await changeRules({ ...FULL, maxAgeSeconds: 3_000 });
    assert.equal((await check({ for: ["delete"] })).uses.delete.allowed, true);
    await changeRules({ ...FULL, allowedMethods: ["GET"], maxAgeSeconds: 3_000 });
    assert.equal((await check({ for: ["delete"] })).uses.delete.allowed, false);
    await changeRules({ ...FULL, maxAgeSeconds: 3_000 });
    assert.equal((await check({ for: ["delete"] })).uses.delete.allowed, true);
  });

  for (const [name, rules] of [
    ["everything", [FULL]],
    ["nothing", []],
  ] as [string, CorsRule[]][]) {
    test(`a check with a rule that allows ${name} changes nothing`, async () => {
      await changeRules(...rules);
      const before = await contents();
      await session.stack.clearRequests();
      await check();
      const requests = await session.stack.requests();
      assert.deepEqual(await contents(), before);
      const isWrite = (method: string) => ["PUT", "POST", "DELETE"].includes(method);
      const writes = requests.filter(({ service, method }) => service === "s3" && isWrite(method));
      const statuses = writes.map(({ status }) => status);
      assert.deepEqual([...new Set(statuses)], [403]);
    });
  }

  test("without an object to read, exposed headers are unknown and not assumed", async () => {
    const { uses } = await check({ for: ["verify", "multipart", "put"], key: "no/such/object" });
    assert.deepEqual(uses, {
      verify: { missing: [], unknown: ["x-amz-checksum-crc64nvme in ExposeHeaders"] },
      multipart: { missing: [], unknown: ["ETag in ExposeHeaders"] },
      put: { allowed: true, missing: [], unknown: [] },
    });
  });

  test("a service that does not respond is a problem, and no missing rule", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, "close");
    const report = await session.tab.page.evaluate((endpoint) => {
      const credentials = { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "secret" };
      const options = { region: "eu-west-1", bucket: "photos", endpoint, credentials };
      return signpost.checkCors(new signpost.S3(options)).then(({ problem, uses, cause }) => ({
        problem,
        uses,
        code: cause?.code,
      }));
    }, `http://127.0.0.1:${port}`);
    assert.deepEqual([report.problem, report.code], ["unreachable", "NetworkOrCors"]);
    assert.deepEqual(report.uses.put, { missing: [], unknown: [] });
  });

  test("missing credentials are a problem with the error of their provider", async () => {
    await session.tab.connect(session.stack, "guest");
    await session.stack.changeSettings({ guestAccess: false });
    const found = await session.tab.page.evaluate(async () => {
      const { problem, cause } = await signpost.checkCors(s3);
      return [problem, cause?.code];
    });
    assert.deepEqual(found, ["no-credentials", "NotAuthorizedException"]);
  });
});
