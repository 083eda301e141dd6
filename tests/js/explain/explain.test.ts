import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import {
  CredentialsError,
  type Explanation,
  explain,
  PresignError,
  Presigner,
  S3,
  ServiceError,
  type SignpostError,
  TransferError,
} from "s3-signpost";

/** AWS's published example of a presigned URL, with what S3 itself signs for it. */
const { examples } = JSON.parse(
  readFileSync(new URL("../../vectors/aws-examples.json", import.meta.url), "utf8"),
) as { examples: { name: string; canonical_request: string; string_to_sign: string }[] };
const example =
  examples.find(({ name }) => name === "s3-v4-query-get") ?? assert.fail("no example");
const EXAMPLE_URL =
  "https://examplebucket.s3.amazonaws.com/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404";

function document(code: string, elements: Record<string, string> = {}): string {
  const escaped = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  const inner = Object.entries({ Code: code, ...elements }).map(
    ([name, text]) => `<${name}>${escaped(text)}</${name}>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Error>${inner.join("")}<RequestId>4442587FB7D0A2F9</RequestId></Error>`;
}

function mismatch(canonicalRequest: string, stringToSign: string): string {
  return document("SignatureDoesNotMatch", {
    Message: "The request signature we calculated does not match the signature you provided.",
    AWSAccessKeyId: "AKIAIOSFODNN7EXAMPLE",
    StringToSign: stringToSign,
    CanonicalRequest: canonicalRequest,
  });
}

const SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const TOKEN = "FwoGZXIvYXdzEXAMPLE//token+with/special==";
const TEMPORARY = {
  accessKeyId: "ASIAIOSFODNN7EXAMPLE",
  secretAccessKey: SECRET,
  sessionToken: TOKEN,
};

/** Returns a client whose service responds to every request with `respond`. */
function client(respond: (url: string, init: RequestInit) => Response): S3 {
  return new S3({
    region: "us-west-2",
    bucket: "photos",
    credentials: TEMPORARY,
    retry: { attempts: 1 },
    fetch: async (input, init = {}) => respond(String(input), init),
  });
}

async function failureOf(promise: PromiseLike<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  return assert.fail("It must fail");
}

/** Returns the canonical request of a complete presigned URL, as S3 computes it. */
function canonicalRequestOf(url: string, headers: Record<string, string> = {}, method = "GET") {
  const { host, pathname, search } = new URL(url);
  const query = search.slice(1).replace(/&X-Amz-Signature=.*/, "");
  const names = [...Object.keys(headers), "host"].sort();
  const lines = names.map((name) => `${name}:${headers[name] ?? host}\n`).join("");
  return `${method}\n${pathname}\n${query}\n${lines}\n${names.join(";")}\nUNSIGNED-PAYLOAD`;
}

test("a header with a NUL does not shift the rest of the request", () => {
  const canonical = example.canonical_request.replace("GET\n", "HEAD\n");
  const { difference } = explain(mismatch(canonical, example.string_to_sign), {
    method: "GET",
    url: EXAMPLE_URL,
    headers: { "x-amz-meta-a": "a\0b", "\0": "" },
  });
  assert.deepEqual(difference, { part: "method", ours: "GET", theirs: "HEAD" });
});

test("AWS's own canonical request is the one that the URL says, so it is the secret", () => {
  const text = mismatch(example.canonical_request, example.string_to_sign);
  const { code, hint, retryable, requestId, difference } = explain(text, {
    method: "GET",
    url: EXAMPLE_URL,
  });
  assert.deepEqual(
    [code, retryable, requestId],
    ["SignatureDoesNotMatch", false, "4442587FB7D0A2F9"],
  );
  assert.match(hint, /secret access key/);
  assert.deepEqual(difference, {
    part: "secret",
    ours: "AKIAIOSFODNN7EXAMPLE",
    theirs: "AKIAIOSFODNN7EXAMPLE",
  });
});

for (const [part, from, to, ours, theirs, hint] of [
  ["method", "GET\n", "HEAD\n", "GET", "HEAD", /another method/],
  ["path", "/test.txt", "/base/test.txt", "/test.txt", "/base/test.txt", /proxy/],
  ["query", "&X-Amz-Sig", "&utm=1&X-Amz-Sig", "", "utm=1", /added to the URL/],
  [
    "headers",
    "host:examplebucket.s3.amazonaws.com",
    "host:10.0.0.1",
    "host:examplebucket.s3.amazonaws.com",
    "host:10.0.0.1",
    /proxy or a CDN/,
  ],
  ["payload", "UNSIGNED-PAYLOAD", "e3b0", "UNSIGNED-PAYLOAD", "e3b0", /body/],
] as const) {
  test(`a ${part} that was changed on the way is shown, with what to do`, () => {
    const text = mismatch(example.canonical_request.replace(from, to), example.string_to_sign);
    const found = explain(text, { method: "GET", url: EXAMPLE_URL });
    assert.deepEqual(found.difference, { part, ours, theirs });
    assert.match(found.hint, hint);
  });
}

test("explain needs no more than the result of presign to explain S3's response", () => {
  const presigner = new Presigner({
    region: "us-west-2",
    bucket: "photos",
    credentials: TEMPORARY,
  });
  const signed = presigner.presign({
    key: "a b",
    method: "PUT",
    headers: { "content-type": "image/png" },
  });
  const theirs = canonicalRequestOf(signed.url, { "content-type": "image/jpeg" }, "PUT");
  assert.deepEqual(explain(mismatch(theirs, "AWS4\n\n\n"), signed).difference, {
    part: "headers",
    ours: "content-type:image/png",
    theirs: "content-type:image/jpeg",
  });
});

test("an error of the client brings along what was sent, and no one sees it there", async () => {
  let seen = "";
  const s3 = client((url) => {
    seen = url;
    return new Response(
      mismatch(canonicalRequestOf(url).replace("/a%20b", "/a%2520b"), "AWS4\n\n\n"),
      {
        status: 403,
      },
    );
  });
  const error = await failureOf(s3.download("a b"));
  assert.ok(error instanceof ServiceError);
  assert.deepEqual(explain(error).difference, {
    part: "path",
    ours: "/a%20b",
    theirs: "/a%2520b",
  });
  assert.match(explain(error).hint, /encoded once more/);
  const signature = new URL(seen).searchParams.get("X-Amz-Signature") ?? assert.fail("unsigned");
  const shown = [error.stack, JSON.stringify(error), Object.values({ ...error }).join()].join();
  for (const secret of [signature, TOKEN, encodeURIComponent(TOKEN), SECRET]) {
    assert.ok(!shown.includes(secret));
  }
});

test("a token that got lost on the way is told without showing it", async () => {
  const s3 = client((url) => {
    const theirs = canonicalRequestOf(url).replaceAll("%2B", "%20");
    return new Response(mismatch(theirs, "AWS4\n\n\n"), { status: 403 });
  });
  const explanation = explain(await failureOf(s3.download("a")));
  assert.deepEqual(explanation.difference, {
    part: "query",
    ours: "X-Amz-Security-Token=(hidden)",
    theirs: "X-Amz-Security-Token=(hidden)",
  });
  assert.ok(!JSON.stringify(explanation).includes("special"));
});

test("a form that arrived as it was signed leaves only the secret", async () => {
  const clientOf = (theirs: (policy: string) => string) =>
    client((_, { body }) => {
      const policy = String((body as FormData).get("policy"));
      return new Response(
        document("SignatureDoesNotMatch", {
          AWSAccessKeyId: "ASIAIOSFODNN7EXAMPLE",
          StringToSign: theirs(policy),
        }),
        { status: 403 },
      );
    });
  const same = await failureOf(clientOf((policy) => policy).upload("x", { key: "a", via: "post" }));
  assert.equal(explain(same).difference?.part, "secret");
  const other = explain(
    await failureOf(clientOf(() => "e30=").upload("x", { key: "a", via: "post" })),
  );
  assert.equal(other.difference, undefined);
  assert.match(other.hint, /policy was changed/);
});

test("a service that does not tell what it signed gets no difference", () => {
  const { hint, difference } = explain(document("SignatureDoesNotMatch"), {
    method: "GET",
    url: EXAMPLE_URL,
  });
  assert.equal(difference, undefined);
  assert.match(hint, /secret key is wrong, or/);
});

for (const [what, text, code, hint, retryable] of [
  [
    "an expired URL",
    document("AccessDenied", {
      Message: "Request has expired",
      "X-Amz-Expires": "300",
      Expires: "2013-05-24T00:05:00Z",
      ServerTime: "2013-05-24T03:06:00Z",
    }),
    "AccessDenied",
    /expired 3 hours before the request, at 2013-05-24T00:05:00Z/,
    true,
  ],
  [
    "a fast clock",
    document("RequestTimeTooSkewed", {
      Message: "The difference between the request time and the current time is too large.",
      RequestTime: "20130524T004500Z",
      ServerTime: "2013-05-24T00:22:00Z",
      MaxAllowedSkewMilliseconds: "900000",
    }),
    "RequestTimeTooSkewed",
    /clock 23 minutes ahead of the service's/,
    true,
  ],
  [
    "a slow clock",
    document("RequestTimeTooSkewed", {
      RequestTime: "Fri, 24 May 2013 00:00:00 GMT",
      ServerTime: "2013-05-26T00:00:00Z",
    }),
    "RequestTimeTooSkewed",
    /clock 2 days behind the service's/,
    true,
  ],
  [
    "a wrong region",
    document("AuthorizationHeaderMalformed", { Region: "eu-west-1" }),
    "AuthorizationHeaderMalformed",
    /eu-west-1/,
    false,
  ],
  ["throttling", document("SlowDown", { Message: "Please reduce." }), "SlowDown", /fewer/, true],
  ["an unheard-of code", document("Teapot"), "Teapot", /request id/, false],
] as const) {
  test(`S3's document for ${what} is put into words`, () => {
    const explanation = explain(text);
    assert.equal(explanation.code, code);
    assert.match(explanation.hint, hint);
    assert.equal(explanation.retryable, retryable);
    assert.equal(explanation.requestId, "4442587FB7D0A2F9");
    assert.match(explanation.message, /\w.*\.$|Request has expired/);
  });
}

for (const [what, error, wanted] of [
  [
    "an error of this package",
    new PresignError("InvalidKey", "The key is empty.", { field: "key", hint: "Name it." }),
    { code: "InvalidKey", message: "The key is empty.", hint: "Name it.", retryable: false },
  ],
  [
    "a failed fetch",
    new TransferError("NetworkOrCors", "No response.", { attempts: 5, hint: "Check CORS." }),
    { code: "NetworkOrCors", message: "No response.", hint: "Check CORS.", retryable: true },
  ],
  [
    "expired credentials",
    new CredentialsError("CredentialsExpired", "They have expired.", { hint: "Get new ones." }),
    {
      code: "CredentialsExpired",
      message: "They have expired.",
      hint: "Get new ones.",
      retryable: true,
    },
  ],
] as const satisfies readonly (readonly [string, SignpostError, Explanation])[]) {
  test(`${what} is explained in its own words`, () => {
    assert.deepEqual(explain(error), wanted);
  });
}

for (const [what, error, code, retryable] of [
  ["an abort", new DOMException("This operation was aborted", "AbortError"), "AbortError", false],
  ["a timeout", new DOMException("timed out", "TimeoutError"), "TimeoutError", true],
  ["a full disk", new DOMException("full", "QuotaExceededError"), "QuotaExceededError", false],
  ["a failed fetch", new TypeError("Failed to fetch"), "NetworkOrCors", true],
  ["a bug", new TypeError("x is not a function"), "TypeError", false],
  ["a bare error", new Error("boom"), "UnknownError", false],
  [
    "an error of the AWS SDK",
    Object.assign(new Error("The specified key does not exist."), {
      name: "NoSuchKey",
      Code: "NoSuchKey",
      $metadata: { httpStatusCode: 404 },
    }),
    "NoSuchKey",
    false,
  ],
  [
    "an error of Node",
    Object.assign(new Error("no"), { code: "ECONNREFUSED" }),
    "ECONNREFUSED",
    false,
  ],
  ["a text", "It broke", "UnknownError", false],
  ["nothing", undefined, "UnknownError", false],
  ["null", null, "UnknownError", false],
  ["a number", 7, "UnknownError", false],
  ["a symbol", Symbol("s"), "UnknownError", false],
  ["an object without a prototype", Object.create(null), "UnknownError", false],
  [
    "an object whose properties throw",
    {
      get message() {
        throw new Error("no");
      },
    },
    "UnknownError",
    false,
  ],
  [
    "a proxy that throws",
    new Proxy(
      {},
      {
        getPrototypeOf() {
          throw new Error("no");
        },
      },
    ),
    "UnknownError",
    false,
  ],
] as const) {
  test(`${what} is explained as far as it can be`, () => {
    const explanation = explain(error);
    assert.equal(explanation.code, code);
    assert.equal(explanation.retryable, retryable);
    assert.ok(explanation.message.length > 0);
    assert.match(explanation.hint, /\.$/);
  });
}

test("an SDK error has the hint that S3's own would have", () => {
  const error = Object.assign(new Error("no"), { name: "NoSuchBucket" });
  assert.match(explain(error).hint, /Check `bucket`/);
});

test("no message shows a signed address", () => {
  for (const error of [
    `GET ${EXAMPLE_URL} failed`,
    new Error(`GET ${EXAMPLE_URL} failed`),
    document("AccessDenied", { Message: `No: ${EXAMPLE_URL}` }),
  ]) {
    assert.doesNotMatch(JSON.stringify(explain(error)), /aeeed9bb/);
  }
});

test("hostile documents are bounded and harmless", () => {
  const request = { method: "GET", url: EXAMPLE_URL } as const;
  const huge = `GET\n/\n${"a=b&".repeat(1_000_000)}\nhost:h\n\nhost\nX`;
  for (const text of [
    "<Error>",
    `<Error>${"<a>".repeat(1_000_000)}`,
    `<Error>${"&".repeat(1_000_000)}`,
    "<Error><Code>SignatureDoesNotMatch</Code><CanonicalRequest>",
    mismatch(huge, example.string_to_sign),
    mismatch(`GET\n/${"x".repeat(60_000)}\n`, example.string_to_sign),
    mismatch(`GET\n/${"x".repeat(60_000)}\n\nhost:h\n\nhost\nX`, example.string_to_sign),
  ]) {
    assert.ok(JSON.stringify(explain(text, request)).length < 10_000);
  }
  const whole = mismatch(example.canonical_request, example.string_to_sign);
  for (let end = 0; end < whole.length; end += 1) explain(whole.slice(0, end), request);
});
