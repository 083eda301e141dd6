import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { tmpdir } from "node:os";
import { test } from "node:test";
import fc from "fast-check";
import { checkCors, checkCorsOf } from "../../../js/cors/check-cors.ts";
import type { CorsCheckOptions, CorsReport, CorsUse } from "../../../js/cors/report.ts";
import { CredentialsError, ServiceError } from "../../../js/errors.ts";
import { S3 } from "../../../js/s3.ts";
import {
  errorResponse,
  type FakeService,
  fakeService,
  type SeenRequest,
  SIGNATURE,
} from "../support/fake-service.ts";
import { settled } from "../support/time.ts";

const ORIGIN = "https://app.example";
const USES: CorsUse[] = ["download", "verify", "form", "put", "multipart", "list", "delete"];

/** Returns a page of this origin, whose bucket has one object and this rule. */
function pageWith(
  rule: { methods?: string[]; headers?: string[]; expose?: string[] } = {},
  { origin = ORIGIN, listing = LISTING, object = OBJECT } = {},
): FakeService {
  const service = fakeService({ origin });
  const { methods = ["GET", "PUT", "POST", "DELETE"], headers = ["*"], expose = ["*"] } = rule;
  service.responses.push((request) => {
    if (request.init.mode === "no-cors") return new Response();
    const isAllowed =
      methods.includes(request.method) &&
      [...request.headers.keys()].every((name) => headers.includes(name) || headers.includes("*"));
    if (!isAllowed) throw new TypeError("Failed to fetch");
    const { key, query = {}, signingDate } = service.signed[numberOf(request) - 1] ?? {};
    if (signingDate) return errorResponse(403, "AccessDenied", "Request has expired")(request);
    if (key === undefined && query["list-type"]) return new Response(listing);
    const visible = Object.entries(object).filter(
      ([name]) => expose.includes("*") || expose.includes(name),
    );
    return new Response("x", { headers: Object.fromEntries(visible) });
  });
  return service;
}

const OBJECT = { etag: '"e"', "x-amz-checksum-crc32": "AAAAAA==" };
const LISTING =
  "<ListBucketResult><Contents><Key>old</Key><Size>1</Size></Contents><Contents><Key>new</Key><Size>1</Size><ChecksumAlgorithm>CRC32</ChecksumAlgorithm></Contents></ListBucketResult>";

/** Returns the number of the signed request that was sent. */
function numberOf({ url }: SeenRequest): number {
  return Number(new URL(url).searchParams.get("n"));
}

function check(
  { environment }: FakeService,
  options: CorsCheckOptions = {},
  endpoint?: string,
): Promise<CorsReport> {
  return checkCorsOf(environment, options, endpoint);
}

test("without an origin there is no CORS to check, and no request is sent", async () => {
  const service = fakeService();
  const { problem, uses, rule } = await check(service);
  assert.deepEqual(
    [problem, uses.put, rule.AllowedOrigins],
    ["no-origin", { missing: [], unknown: [] }, ["*"]],
  );
  assert.equal(service.requests.length + service.signed.length, 0);
});

test("a page without an origin of its own needs a rule for every origin", async () => {
  const { rule } = await check(pageWith({}, { origin: "null" }));
  assert.deepEqual(rule.AllowedOrigins, ["*"]);
});

test("an offline device is a problem, and no request is sent", async () => {
  const service = pageWith();
  service.online = false;
  assert.equal((await check(service)).problem, "offline");
  assert.equal(service.requests.length, 0);
});

test("a device that goes offline during the check is a problem", async () => {
  const service = fakeService({ origin: ORIGIN });
  service.responses.push(() => {
    service.online = false;
    throw new TypeError("Failed to fetch");
  });
  assert.equal((await check(service)).problem, "offline");
});

test("an http address in an https page is a problem, and no request is sent", async () => {
  const service = pageWith();
  const { presign } = service.environment.signer;
  service.environment.signer.presign = async (request) => ({
    ...(await presign(request)),
    url: "http://files.example/a",
  });
  assert.equal((await check(service)).problem, "mixed-content");
  assert.equal(service.requests.length, 0);
});

test("a service that does not even respond without CORS is unreachable", async () => {
  const service = fakeService({ origin: ORIGIN });
  service.responses.push(() => {
    throw new TypeError("Failed to fetch");
  });
  const { problem, cause, uses } = await check(service);
  assert.deepEqual([problem, cause?.code], ["unreachable", "NetworkOrCors"]);
  assert.deepEqual(uses.download, { missing: [], unknown: [] });
});

test("a service that never responds is unreachable after the stall timeout", async () => {
  const service = fakeService({ origin: ORIGIN });
  service.responses.push(() => new Promise(() => {}));
  const { problem, cause } = await service.time.until(check(service));
  assert.deepEqual([problem, cause?.code], ["unreachable", "Stalled"]);
});

test("a service that responds to nothing without CORS is unreachable after the stall timeout", async () => {
  const service = fakeService({ origin: ORIGIN });
  service.responses.push(({ init }) => {
    if (init.mode === "no-cors") return new Promise(() => {});
    throw new TypeError("Failed to fetch");
  });
  const { problem } = await service.time.until(check(service));
  assert.equal(problem, "unreachable");
});

for (const error of [
  new CredentialsError("ProviderFailed", "The provider failed."),
  new ServiceError("NotAuthorizedException", "No guests.", {
    service: "cognito-identity",
    status: 400,
    retryable: false,
  }),
]) {
  test(`${error.code} of the credentials is a problem, with the error as its cause`, async () => {
    const service = pageWith();
    service.environment.signer.presign = async () => {
      throw error;
    };
    const { problem, cause } = await check(service);
    assert.deepEqual([problem, cause], ["no-credentials", error]);
  });
}

test("a single failure of the network is no missing entry", async () => {
  const service = pageWith();
  const [respond] = service.responses;
  let failures = 1;
  service.responses[0] = (request) => {
    if (request.method === "PUT" && failures-- > 0) throw new TypeError("Failed to fetch");
    return (respond as NonNullable<typeof respond>)(request);
  };
  assert.deepEqual((await check(service)).uses.put, { allowed: true, missing: [], unknown: [] });
});

test("a store that sends no CORS headers with the rejection of a signature gets valid probes", async () => {
  const service = pageWith();
  const [respond] = service.responses;
  service.responses[0] = (request) => {
    const { signingDate, query } = service.signed[numberOf(request) - 1] ?? {};
    if (signingDate) throw new TypeError("Failed to fetch");
    if (query?.["uploadId"]) return errorResponse(404, "NoSuchUpload")(request);
    return (respond as NonNullable<typeof respond>)(request);
  };
  const { uses } = await check(service);
  for (const report of Object.values(uses)) assert.deepEqual(report.missing, []);
  const probes = service.signed.filter(({ method }) => method !== "GET");
  assert.ok(probes.every(({ query }) => query?.["uploadId"] === "none"));
});

for (const methods of [[], ["PUT"]]) {
  test(`no valid probe but a GET is sent if CORS allows ${methods[0] ?? "nothing"}`, async () => {
    const service = pageWith({ methods });
    await check(service);
    const valid = service.signed.filter(({ signingDate }) => !signingDate);
    assert.deepEqual([...new Set(valid.map(({ method }) => method))], ["GET"]);
  });
}

test("each probe is for an upload that does not exist, under a new key, with an expired signature", async () => {
  const keys: (string | undefined)[] = [];
  for (const service of [pageWith(), pageWith()]) {
    service.environment.random = () => keys.length / 7;
    await check(service, { for: ["form", "put", "multipart", "delete", "download"] });
    const probes = service.signed.filter(({ signingDate }) => signingDate);
    assert.deepEqual(
      [...new Set(probes.map(({ expiresIn }) => expiresIn))],
      [1],
      "the shortest expiry",
    );
    for (const { method, query, signingDate, key } of probes) {
      assert.ok((signingDate as Date).getUTCFullYear() < 2020);
      const expected =
        method === "PUT" ? { uploadId: "none", partNumber: "1" } : { uploadId: "none" };
      assert.deepEqual(query, expected);
      keys.push(key);
    }
    for (const { method, url } of service.requests) {
      const { signingDate } = service.signed[Number(new URL(url).searchParams.get("n")) - 1] ?? {};
      assert.ok(signingDate || method === "GET", `${method} without an expired signature`);
    }
  }
  assert.equal(new Set(keys).size, 2);
});

test("the sample is the first listed object with a checksum", async () => {
  const service = pageWith();
  await check(service);
  const valid = service.signed.filter(({ signingDate }) => !signingDate);
  assert.deepEqual(
    valid.map(({ key, method, query, headers }) => [key, method, query, headers]),
    [
      [undefined, "GET", { "list-type": "2", "max-keys": "100" }, undefined],
      ["new", "GET", { "x-amz-checksum-mode": "ENABLED" }, undefined],
    ],
  );
});

test("the option key is the sample, without a listing", async () => {
  const service = pageWith({ expose: ["etag"] });
  const { uses } = await check(service, { for: ["multipart", "verify"], key: "known" });
  assert.equal(uses.multipart.allowed, true);
  const valid = service.signed.filter(({ signingDate }) => !signingDate);
  assert.deepEqual(
    valid.map(({ key, headers }) => [key, headers]),
    [
      ["known", undefined],
      ["known", { "x-amz-checksum-mode": "ENABLED" }],
    ],
  );
});

test("a hidden checksum is missing if the listing names its algorithm", async () => {
  const { uses } = await check(pageWith({ expose: ["etag"] }), { for: ["verify"] });
  const missing = ["x-amz-checksum-crc32 in ExposeHeaders"];
  assert.deepEqual(uses.verify, { allowed: false, missing, unknown: [] });
});

for (const [what, listing] of [
  [
    "without algorithms",
    "<ListBucketResult><Contents><Key>a</Key><Size>1</Size></Contents></ListBucketResult>",
  ],
  [
    "with an unknown algorithm",
    "<ListBucketResult><Contents><Key>a</Key><Size>1</Size><ChecksumAlgorithm>&lt;b&gt;</ChecksumAlgorithm></Contents></ListBucketResult>",
  ],
  ["of an empty bucket", "<ListBucketResult></ListBucketResult>"],
  ["that is no listing", "<html></html>"],
] as const) {
  test(`with a listing ${what} a checksum that is not seen is unknown`, async () => {
    const service = pageWith({ expose: [] }, { listing });
    const { uses } = await check(service, { for: ["verify"] });
    const unknown = ["x-amz-checksum-crc64nvme in ExposeHeaders"];
    assert.deepEqual(uses.verify, { missing: [], unknown });
  });
}

test("uses that need no exposed header read no object", async () => {
  const service = pageWith();
  await check(service, { for: ["download", "form", "put", "list", "delete"] });
  assert.ok(service.signed.every(({ signingDate }) => signingDate));
});

test("a response without a rejection also shows that CORS allows the request", async () => {
  const service = fakeService({ origin: ORIGIN });
  service.responses.push(() => new Response("x"));
  const { uses } = await check(service, { for: ["put", "delete"] });
  assert.deepEqual([uses.put.allowed, uses.delete.allowed], [true, true]);
});

for (const [value, field] of [
  ["download", "for"],
  [[], "for"],
  [["download", "upload"], "for.1"],
  [[null], "for.0"],
  [new Set(["download"]), "for"],
  [{ 0: "download", length: 1 }, "for"],
] as [unknown, string][]) {
  test(`for: ${JSON.stringify(value)} (${Object.prototype.toString.call(value)}) is rejected with the field ${field}`, async () => {
    const service = pageWith();
    const options = { for: value } as CorsCheckOptions;
    await assert.rejects(check(service, options), { code: "InvalidOption", field });
    assert.equal(service.requests.length, 0);
  });
}

for (const [options, field, code] of [
  [{ keys: "a" }, "keys", "InvalidOption"],
  [{ key: "" }, "key", "InvalidKey"],
  [{ bucket: 5 }, "bucket", "InvalidOption"],
  [{ signal: {} }, "signal", "InvalidOption"],
] as const) {
  test(`${JSON.stringify(options)} is rejected by its name`, async () => {
    await assert.rejects(check(pageWith(), options as never), { code, field });
  });
}

test("a missing bucket is an error of the signer, and no problem of the network", async () => {
  const s3 = new S3({
    region: "eu-central-1",
    credentials: { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "secret" },
  });
  assert.equal((await checkCors(s3)).problem, "no-origin");
  const service = pageWith();
  const presigner = await s3.presigner();
  service.environment.signer.presign = async (request) => presigner.presign(request);
  await assert.rejects(check(service, { bucket: "" }), { name: "PresignError", field: "bucket" });
});

test("an abort rejects with its reason, and ends the probes", async () => {
  const service = fakeService({ origin: ORIGIN });
  service.responses.push(() => new Promise(() => {}));
  const controller = new AbortController();
  const checked = check(service, { signal: controller.signal });
  const reason = new Error("leaving the page");
  await settled();
  assert.notEqual(service.requests.length, 0);
  controller.abort(reason);
  await assert.rejects(checked, (error) => error === reason);
  assert.ok(service.requests.every(({ signal }) => signal.aborted));
});

test("a failure ends the other probes", async () => {
  const service = fakeService({ origin: ORIGIN });
  service.responses.push(() => new Promise(() => {}));
  const { presign } = service.environment.signer;
  service.environment.signer.presign = async (request) => {
    if (request.method === "DELETE") throw new CredentialsError("ProviderFailed", "It failed.");
    return presign(request);
  };
  assert.equal((await check(service)).problem, "no-credentials");
  assert.ok(service.requests.every(({ signal }) => signal.aborted));
  assert.equal(service.time.pending, 0);
});

test("an aborted signal rejects before a request is sent", async () => {
  const service = pageWith();
  await assert.rejects(check(service, { signal: AbortSignal.abort() }), { name: "AbortError" });
  assert.equal(service.requests.length, 0);
});

test("an abort while the object is read rejects with its reason", async () => {
  const controller = new AbortController();
  const service = pageWith();
  const [respond] = service.responses;
  service.responses[0] = (request) => {
    const { signingDate } = service.signed[numberOf(request) - 1] ?? {};
    if (!signingDate) controller.abort();
    return (respond as NonNullable<typeof respond>)(request);
  };
  await assert.rejects(check(service, { signal: controller.signal }), { name: "AbortError" });
});

test("the report has no signature", async () => {
  for (const service of [pageWith(), pageWith({ methods: [] }), fakeService({ origin: ORIGIN })]) {
    if (service.responses.length === 0) {
      service.responses.push(() => {
        throw new TypeError(`Failed to fetch ?X-Amz-Signature=${SIGNATURE}`);
      });
    }
    const report = await check(service);
    const text = JSON.stringify(report) + String(report.cause?.stack);
    assert.ok(!text.includes(SIGNATURE), text);
  }
});

test("the rule for any uses allows all of their requests", async () => {
  await fc.assert(
    fc.asyncProperty(fc.subarray(USES, { minLength: 1 }), async (uses) => {
      const first = await check(pageWith({ methods: [] }), { for: uses });
      assert.deepEqual(Object.keys(first.uses), uses);
      const { AllowedMethods: methods, AllowedHeaders: headers, ExposeHeaders } = first.rule;
      const expose = ExposeHeaders.map((name) => name.toLowerCase());
      const second = await check(pageWith({ methods, headers, expose }), { for: uses });
      for (const report of Object.values(second.uses)) assert.equal(report.allowed, true);
    }),
    { seed: 13, numRuns: 60 },
  );
});

test("the text for the console is a JSON array with the rule", async () => {
  const { rule, text } = await check(fakeService());
  assert.deepEqual(JSON.parse(text.console), [rule]);
});

test("the command of the AWS CLI has the same arguments in a shell, whatever the names are", async () => {
  const bucket = `o'hara "$HOME" \`id\` $(id) \\ \n;`;
  const endpoint = "https://s3.example:9000/it's?a=b&c";
  const { rule, text } = await check(fakeService(), { bucket }, endpoint);
  const print = `aws() { printf '%s\\0' "$@"; }\n${text.cli}`;
  const printed = execFileSync("sh", ["-c", print], { cwd: tmpdir(), encoding: "utf8" }).split(
    "\0",
  );
  assert.deepEqual(printed.slice(0, -2), [
    "s3api",
    "put-bucket-cors",
    "--endpoint-url",
    endpoint,
    "--bucket",
    bucket,
    "--cors-configuration",
  ]);
  assert.deepEqual(JSON.parse(printed.at(-2) ?? ""), { CORSRules: [rule] });
});

test("the command for AWS has no endpoint", async () => {
  const { text } = await check(fakeService());
  assert.match(text.cli, /^aws s3api put-bucket-cors --bucket 'photos' --cors-configuration '/);
});

test("the XML has one element for each value, in the singular", async () => {
  const { text } = await check(fakeService(), { for: ["form"] });
  assert.equal(
    text.xml,
    "<CORSConfiguration><CORSRule><AllowedOrigin>*</AllowedOrigin><AllowedMethod>POST</AllowedMethod><AllowedHeader>*</AllowedHeader><ExposeHeader>ETag</ExposeHeader><ExposeHeader>Date</ExposeHeader><ExposeHeader>Content-Range</ExposeHeader><ExposeHeader>Retry-After</ExposeHeader><ExposeHeader>x-amz-request-id</ExposeHeader><ExposeHeader>x-amz-version-id</ExposeHeader><ExposeHeader>x-amz-checksum-crc64nvme</ExposeHeader><ExposeHeader>x-amz-checksum-crc32c</ExposeHeader><ExposeHeader>x-amz-checksum-crc32</ExposeHeader><ExposeHeader>x-amz-checksum-sha256</ExposeHeader><ExposeHeader>x-amz-checksum-sha1</ExposeHeader><MaxAgeSeconds>3600</MaxAgeSeconds></CORSRule></CORSConfiguration>",
  );
});

test("a client of another copy of the package is rejected", async () => {
  await assert.rejects(checkCors({} as S3), {
    code: "InvalidOption",
    field: "s3",
    message: "`s3` must be an `S3` of this copy of the package.",
  });
});
