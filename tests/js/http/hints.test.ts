import assert from "node:assert/strict";
import { test } from "node:test";
import { CredentialCache } from "../../../js/credentials/cache.ts";
import { Clock } from "../../../js/credentials/clock.ts";
import { cognito } from "../../../js/credentials/cognito.ts";
import { download } from "../../../js/download/download.ts";
import { CredentialsError, ServiceError, TransferError } from "../../../js/errors.ts";
import { explain } from "../../../js/explain.ts";
import { Presigner } from "../../../js/presigner.ts";
import { S3 } from "../../../js/s3.ts";
import { FakeStorage, POOL } from "../credentials/support/fake-cognito.ts";
import { fakeService, networkFailure } from "../support/fake-service.ts";
import { FakeTime } from "../support/time.ts";

const KEYS = { accessKeyId: "AKIA1", secretAccessKey: "hush" };

interface ErrorCase {
  status?: number;
  code?: string;
  message?: string;
  more?: string;
  headers?: Record<string, string>;
  signature?: "v2" | "v4";
  operation?: (s3: S3) => PromiseLike<unknown>;
}

/** Returns the error of a client for us-east-1 whose service sends this response. */
async function errorOf({ status = 400, headers = {}, signature = "v4", ...errorCase }: ErrorCase) {
  const { code, message = "", more = "", operation = (s3) => s3.download("a") } = errorCase;
  const text = code && `<Error><Code>${code}</Code><Message>${message}</Message>${more}</Error>`;
  const s3 = new S3({
    region: "us-east-1",
    bucket: "photos",
    credentials: KEYS,
    signature,
    retry: { attempts: 1 },
    fetch: async () => new Response(text ?? null, { status, headers }),
  });
  const error: unknown = await operation(s3).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof ServiceError);
  return error;
}

const REGION = "<Region>eu-west-1</Region>";
const upload = (s3: S3) => s3.upload("x", { key: "a", via: "post" });

const wrongRegions: [string, ErrorCase][] = [
  ["AuthorizationHeaderMalformed", { code: "AuthorizationHeaderMalformed", more: REGION }],
  [
    "AuthorizationQueryParametersError",
    { code: "AuthorizationQueryParametersError", more: REGION },
  ],
  ["PermanentRedirect", { status: 301, code: "PermanentRedirect", more: REGION }],
  [
    "IllegalLocationConstraintException",
    { code: "IllegalLocationConstraintException", more: REGION },
  ],
  ["InvalidToken", { code: "InvalidToken", more: REGION }],
  ["an unknown code", { code: "SomethingElse", more: REGION }],
  ["a form", { code: "AuthorizationQueryParametersError", more: REGION, operation: upload }],
  ["Signature V2", { code: "InvalidRequest", more: REGION, signature: "v2" }],
  ...[301, 400, 403].map((status): [string, ErrorCase] => [
    `a bare ${status} with the header`,
    { status, headers: { "x-amz-bucket-region": "eu-west-1" } },
  ]),
  [
    "HEAD with the header",
    { headers: { "x-amz-bucket-region": "eu-west-1" }, operation: (s3) => s3.head("a") },
  ],
  [
    "the message alone",
    {
      code: "AuthorizationQueryParametersError",
      message:
        "Error parsing the X-Amz-Credential parameter; the region 'us-east-1' is wrong; expecting 'eu-west-1'",
    },
  ],
  [
    "the location constraint in the message",
    {
      code: "IllegalLocationConstraintException",
      message:
        "The eu-west-1 location constraint is incompatible for the region specific endpoint this request was sent to.",
    },
  ],
];

for (const [what, errorCase] of wrongRegions) {
  test(`the hint names the bucket's region: ${what}`, async () => {
    const { hint = "" } = await errorOf(errorCase);
    assert.match(hint, /^The bucket is in eu-west-1/);
    assert.match(hint, /Set `region: "eu-west-1"`\.$/);
    if (errorCase.signature !== "v2") assert.match(hint, /signed for us-east-1\./);
  });
}

for (const [host, advice] of [
  ["photos.s3.eu-west-1.amazonaws.com", 'region: "eu-west-1"'],
  ["photos.s3-us-gov-west-1.amazonaws.com", 'region: "us-gov-west-1"'],
  ["photos.s3.amazonaws.com", "region` or `endpoint"],
] as const) {
  test(`the hint of a redirect to ${host} names the option to set`, async () => {
    const more = `<Endpoint>${host}</Endpoint>`;
    const { hint = "" } = await errorOf({ status: 301, code: "PermanentRedirect", more });
    assert.ok(hint.startsWith(`The bucket is at ${host}. Set \`${advice}`), hint);
  });
}

test("the region of the signature is not suggested as the bucket's region", async () => {
  const error = await errorOf({
    code: "AuthorizationQueryParametersError",
    message: "X-Amz-Expires must be less than a week",
    more: "<Region>us-east-1</Region>",
    headers: { "x-amz-bucket-region": "us-east-1" },
  });
  assert.match(error.hint ?? "", /expiresIn/);
});

test("a malformed region is not in the hint", async () => {
  for (const region of ["EU WEST", "a`; rm -rf", "x".repeat(64), ""]) {
    const error = await errorOf({ code: "NoSuchKey", more: `<Region>${region}</Region>` });
    assert.doesNotMatch(error.hint ?? "", /bucket is in/);
  }
});

test("explain names the region in an error document", () => {
  const text = `<Error><Code>AuthorizationHeaderMalformed</Code><Message>m</Message>${REGION}</Error>`;
  assert.match(explain(text).hint, /Set `region: "eu-west-1"`/);
});

test("explain names the region in an error of the AWS SDK", () => {
  const error = Object.assign(new Error("wrong"), {
    name: "AuthorizationHeaderMalformed",
    Region: "eu-west-1",
  });
  assert.match(explain(error).hint, /Set `region: "eu-west-1"`/);
});

const hints: [string, ErrorCase, RegExp][] = [
  [
    "KMS with Signature V2",
    {
      code: "InvalidArgument",
      message:
        "Requests specifying Server Side Encryption with AWS KMS managed keys require AWS Signature Version 4.",
    },
    /leave out `signature: "v2"`/,
  ],
  [
    "Signature V2 in a newer region",
    {
      code: "InvalidRequest",
      message:
        "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.",
    },
    /leave out `signature: "v2"`/,
  ],
  [
    "ACLs that the bucket does not allow",
    { code: "AccessControlListNotSupported", message: "The bucket does not allow ACLs" },
    /Leave out `x-amz-acl`/,
  ],
  [
    "headers that are not signed, by name",
    {
      status: 403,
      code: "AccessDenied",
      message: "There were headers present in the request which were not signed",
      more: "<HeadersNotSigned>x-amz-acl</HeadersNotSigned>",
    },
    /x-amz-acl.*Sign it with `headers`/,
  ],
  [
    "headers that are not signed, without a name",
    {
      status: 403,
      code: "AccessDenied",
      message: "There were headers present in the request which were not signed",
    },
    /Sign it with `headers`/,
  ],
  [
    "AccessDenied without a message, as from Ceph RGW",
    { status: 403, code: "AccessDenied" },
    /expired.*clock/,
  ],
  [
    "an action that a policy does not allow",
    {
      status: 403,
      code: "AccessDenied",
      message:
        "User: arn:aws:iam::1:user/a is not authorized to perform: kms:Decrypt on resource: b because no identity-based policy allows the action",
    },
    /names the action/,
  ],
  [
    "AWS's own AccessDenied",
    { status: 403, code: "AccessDenied", message: "Access Denied" },
    /IAM policy/,
  ],
  ["a part size", { code: "InvalidPartSize", message: "bad" }, /`partSize`/],
  [
    "a second authentication",
    {
      code: "InvalidArgument",
      message:
        "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified",
    },
    /`Authorization` header/,
  ],
  [
    "a missing checksum",
    {
      code: "InvalidRequest",
      message:
        "Content-MD5 OR x-amz-checksum- HTTP header is required for Put Object requests with Object Lock parameters",
    },
    /Send a checksum/,
  ],
  ["an archived object", { status: 403, code: "InvalidObjectState", message: "no" }, /Restore it/],
  ["a disabled KMS key", { code: "KMS.DisabledException", message: "no" }, /KMS key/],
];

for (const [what, errorCase, hint] of hints) {
  test(`the hint says how to fix an error, and not to try again: ${what}`, async () => {
    const error = await errorOf(errorCase);
    assert.match(error.hint ?? "", hint);
    assert.doesNotMatch(explain(error).hint, /try again/i);
    assert.equal(explain(error).retryable, false);
  });
}

test("the hint for an unknown code is to try again only if the error is retryable", async () => {
  assert.match(explain(await errorOf({ code: "Odd", message: "m" })).hint, /^Correct/);
  assert.match(explain(await errorOf({ status: 500, code: "Odd" })).hint, /^Try again/);
});

test("explain finds an AbortError not retryable", () => {
  const { code, hint, retryable } = explain(new DOMException("Aborted", "AbortError"));
  assert.equal(code, "AbortError");
  assert.match(hint, /^The page aborted the call/);
  assert.equal(retryable, false);
});

for (const [origin, url, code] of [
  ["https://page.example", "http://s3.lan:9000", "MixedContent"],
  ["https://page.example", "http://192.168.0.2", "MixedContent"],
  ["https://page.example", "http://localhost.evil.example", "MixedContent"],
  ["https://page.example", "http://localhost:9000", "NetworkOrCors"],
  ["https://page.example", "http://photos.localhost:9000", "NetworkOrCors"],
  ["https://page.example", "http://127.0.0.1:9000", "NetworkOrCors"],
  ["https://page.example", "http://[::1]:9000", "NetworkOrCors"],
  ["https://page.example", "https://s3.lan", "NetworkOrCors"],
  ["http://page.example", "http://s3.lan", "NetworkOrCors"],
] as const) {
  test(`no response from ${url} in a page of ${origin} is ${code}`, async () => {
    const service = fakeService({ origin, retry: { attempts: 2 } });
    const { signer } = service.environment;
    service.environment.signer = {
      ...signer,
      presign: async (request) => ({ ...(await signer.presign(request)), url: `${url}/a?x=1` }),
    };
    service.responses.push(networkFailure());
    const error: unknown = await service.time.until(
      download(service.environment, "a").then(
        () => undefined,
        (reason: unknown) => reason,
      ),
    );
    assert.ok(error instanceof TransferError);
    assert.equal(error.code.replace("CorsBlocked", "NetworkOrCors"), code);
    if (code !== "MixedContent") return;
    assert.equal(service.requests.length, 1);
    assert.match(error.message, /https page/);
    assert.match(error.hint ?? "", /`endpoint` an https address/);
    assert.equal(explain(error).retryable, false);
  });
}

test("an http endpoint of Cognito in an https page is MixedContent, and is not retried", async () => {
  const time = new FakeTime();
  let requests = 0;
  const host = time.host(async () => {
    requests += 1;
    throw new TypeError("Failed to fetch");
  });
  const provider = cognito(
    { identityPoolId: POOL, storage: new FakeStorage(), endpoint: "http://stack.lan:4566" },
    { ...host, origin: "https://page.example" },
  );
  await assert.rejects(provider(), { name: "CredentialsError", code: "MixedContent" });
  assert.equal(requests, 1);
});

for (const [what, credentials, message, hint] of [
  ["a function", async () => KEYS, /; got a function\.$/, /or pass `S3` a function/],
  ["a promise", Promise.resolve(KEYS), /; got a promise\.$/, /after awaiting them/],
  ["nothing", undefined, /^`credentials` must be an object/, /Pass the credentials/],
] as const) {
  test(`Presigner with ${what} as credentials names what to pass`, () => {
    assert.throws(
      () => new Presigner({ region: "eu-west-1", credentials: credentials as never }),
      (error: unknown) => {
        assert.ok(error instanceof CredentialsError);
        assert.deepEqual([error.code, error.field], ["CredentialsMissing", "credentials"]);
        assert.match(error.message, message);
        assert.match(error.hint ?? "", hint);
        return true;
      },
    );
  });
}

test("a fixed set whose getter throws is a CredentialsError without the getter's message", () => {
  const source = {
    get accessKeyId(): string {
      throw new Error("hush");
    },
    secretAccessKey: "hush",
  };
  assert.throws(
    () => new CredentialCache(source, new Clock()),
    (error: Error) => {
      assert.ok(error instanceof CredentialsError);
      assert.doesNotMatch(`${error.stack}`, /hush/);
      return true;
    },
  );
});
