import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import { cognito } from "../../../js/credentials/cognito.ts";
import { webIdentity } from "../../../js/credentials/web-identity.ts";
import { explain } from "../../../js/explain.ts";
import { S3 } from "../../../js/s3.ts";

/** A session token, and identity tokens, in the shape of real ones. */
const SESSION_TOKEN = `FwoGZXIvYXdzE${"Ab9+/xYz3=Kq".repeat(40)}==`;
const LOGIN = `eyJhbGciOiJSUzI1NiJ9.${"eyJzdWIiOiI3Zm".repeat(9)}.c2lnbmF0dXJlLW9mLWFkYQ`;
const OPAQUE_LOGIN = "opaque_9f8e7d6c5b4a39281706f5e4d3c2b1a0";
const CUSTOMER_KEY = "MzJieXRlc2xvbmdzZWNyZXRrZXltdXN0YmVwcm92aWQ=";

/** Encodings in which a service can quote a secret. */
const ENCODINGS: Record<string, (secret: string) => string> = {
  plain: (secret) => secret,
  "percent-encoded": encodeURIComponent,
  "percent-encoded twice": (secret) => encodeURIComponent(encodeURIComponent(secret)),
  "with spaces for plusses": (secret) => secret.replaceAll("+", " "),
  "as references": (secret) =>
    secret.replace(/[+/=]/g, (sign) => `&#x${sign.charCodeAt(0).toString(16)};`),
  "cut at its end": (secret) => secret.slice(0, -5),
  "cut at its start": (secret) => secret.slice(5),
  "in its middle third": (secret) => secret.slice(secret.length / 3, (2 * secret.length) / 3),
  "in lower case": (secret) => secret.toLowerCase(),
  "in upper case": (secret) => secret.toUpperCase(),
  "in quotes": (secret) => `'${secret}'`,
};

const SECRET_NAME = /^(x-amz-(signature|security-token)|signature|policy|.*customer-key)$/i;

interface Request {
  url: string;
  method: string;
  secrets: string[];
}

/** Returns the request's secrets, without the code under test. */
async function readSecrets(input: unknown, init: RequestInit = {}): Promise<Request> {
  const url = String(input);
  const pairs: [string, unknown][] = [...new URL(url).searchParams, ...new Headers(init.headers)];
  const { body } = init;
  if (body instanceof FormData) pairs.push(...body);
  else if (body instanceof ReadableStream) {
    const text = await new Response(body).text();
    const fields = text.matchAll(/name="([^"]*)"\r\n(?:[^\r]+\r\n)*\r\n([^\r]*)\r\n/g);
    for (const [, name = "", value] of fields) pairs.push([name, value]);
  }
  const secrets = pairs.flatMap(([name, value]) => (SECRET_NAME.test(name) ? [String(value)] : []));
  if (typeof body === "string") secrets.push(...(body.match(/eyJ[\w.-]{30,}|opaque_\w+/g) ?? []));
  return { url, method: init.method ?? "GET", secrets: [...secrets, url] };
}

const ELEMENTS = [
  "Message RequestId HostId Region Endpoint Resource BucketName Bucket ServerTime RequestTime Expires",
  "AWSAccessKeyId StringToSign SignatureProvided CanonicalRequest StringToSignBytes Condition",
]
  .join(" ")
  .split(" ");
const HEADERS = [
  "x-amz-request-id x-amzn-requestid x-amz-bucket-region x-amzn-errortype x-amz-id-2 location server",
  "retry-after etag",
]
  .join(" ")
  .split(" ");

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}

/** Returns an error response that quotes every secret of the request in each element and header. */
function echoResponse(
  request: Request,
  encode: (secret: string) => string,
  code: string,
  status: number,
) {
  const quotes = request.secrets.map(encode);
  const all = quotes.join(" ");
  const elements = ELEMENTS.map((name, index) => {
    const text = index % 2 === 0 ? `It was ${all}.` : (quotes[index % quotes.length] ?? "");
    return `<${name}>${escaped(text)}</${name}>`;
  });
  const shownCode = code === "" ? escaped(quotes[0] ?? "") : code;
  const headers = new Headers();
  for (const [index, name] of HEADERS.entries()) {
    headers.set(name, quotes[index % quotes.length] ?? "");
  }
  const text = `<Error><Code>${shownCode}</Code>${elements.join("")}</Error>`;
  return new Response(status === 304 ? null : text, { status, headers });
}

/** Returns the error of an HTTP client that puts the whole request into it. */
function failureOf(request: Request, encode: (secret: string) => string): Error {
  const quotes = request.secrets.map(encode).join(" ");
  const cause = Object.assign(new Error(`cannot send ${quotes}`), {
    code: encode(request.secrets[0] ?? ""),
    data: quotes,
  });
  return Object.assign(new TypeError(`fetch failed: ${quotes}`, { cause }), { request: quotes });
}

/** Returns all texts that a program can print of an error. */
function printed(error: unknown): string {
  const { stack, message } = error as Error;
  return [
    String(error),
    JSON.stringify(error),
    stack,
    message,
    inspect(error, { depth: null, showHidden: true }),
    JSON.stringify(explain(error)),
  ].join("\n");
}

function assertHides(shown: string, secrets: Iterable<string>): void {
  // A reader can decode each of these.
  const plain = [shown, shown.replace(/%(25)*/g, "%")].map((text) =>
    text.replace(/%[\da-f]{2}/gi, decodeURIComponent).toLowerCase(),
  );
  for (const secret of secrets) {
    if (secret.startsWith("http")) continue;
    for (let at = 0; at + 12 <= secret.length; at += 1) {
      const part = secret.slice(at, at + 12).toLowerCase();
      for (const text of plain) {
        assert.ok(!text.includes(part), `${part} is shown:\n${shown.slice(0, 3_000)}`);
      }
    }
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the pattern is for control characters.
  assert.doesNotMatch(shown, /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/);
}

const CODES = ["", "AccessDenied", "SignatureDoesNotMatch", "InvalidToken", "PermanentRedirect"];

const INITIATED =
  "<InitiateMultipartUploadResult><UploadId>u1</UploadId></InitiateMultipartUploadResult>";

const file = new File(["x".repeat(64)], "a.txt", { lastModified: 1 });
const customerKey = {
  "x-amz-server-side-encryption-customer-algorithm": "AES256",
  "x-amz-server-side-encryption-customer-key": CUSTOMER_KEY,
};

const operations: Record<string, (s3: S3) => PromiseLike<unknown>> = {
  download: (s3) => s3.download("a"),
  "upload by POST": (s3) => s3.upload(file, { key: "a", via: "post" }),
  "upload by PUT": (s3) => s3.upload(file, { key: "a", via: "put", headers: { ...customerKey } }),
  "start of a multipart upload": (s3) => s3.upload(file, { key: "a", via: "multipart" }),
  list: (s3) => s3.list("")[Symbol.asyncIterator]().next(),
  head: (s3) => s3.head("a"),
  delete: (s3) => s3.delete("a"),
};

type Responder = (request: Request) => Response;

async function errorsOf(
  operation: (s3: S3) => PromiseLike<unknown>,
  signature: "v2" | "v4",
  respond: Responder,
): Promise<{ error: unknown; secrets: Set<string> }> {
  const secrets = new Set<string>([SESSION_TOKEN]);
  const s3 = new S3({
    region: "eu-west-1",
    bucket: "photos",
    signature,
    credentials: {
      accessKeyId: "ASIA1",
      secretAccessKey: "hush-hush-hush",
      sessionToken: SESSION_TOKEN,
    },
    retry: { attempts: 1 },
    fetch: async (input, init) => {
      const request = await readSecrets(input, init);
      for (const secret of request.secrets) secrets.add(secret);
      return respond(request);
    },
  });
  const error = await operation(s3).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return { error, secrets };
}

for (const [name, operation] of Object.entries(operations)) {
  for (const [encoding, encode] of Object.entries(ENCODINGS)) {
    test(`${name}: the error of a service that quotes all secrets ${encoding} has none`, async () => {
      for (const signature of ["v4", "v2"] as const) {
        for (const code of CODES) {
          const { error, secrets } = await errorsOf(operation, signature, (request) =>
            echoResponse(request, encode, code, 403),
          );
          assert.ok(error instanceof Error);
          assertHides(printed(error), secrets);
        }
        const { error, secrets } = await errorsOf(operation, signature, (request) => {
          throw failureOf(request, encode);
        });
        assert.ok(error instanceof Error);
        assertHides(printed(error), secrets);
      }
    });
  }
}

for (const [encoding, encode] of Object.entries(ENCODINGS)) {
  test(`the error in a 200 response to CompleteMultipartUpload has no secret quoted ${encoding}`, async () => {
    const { error, secrets } = await errorsOf(
      (s3) => s3.upload(file, { key: "a", via: "multipart" }),
      "v4",
      (request) => {
        const query = new URL(request.url).searchParams;
        if (query.has("uploads")) return new Response(INITIATED);
        if (query.has("partNumber")) return new Response("", { headers: { etag: '"1"' } });
        return echoResponse(request, encode, "AccessDenied", 200);
      },
    );
    assert.ok(error instanceof Error);
    assertHides(printed(error), secrets);
  });

  test(`the error of a body that fails with secrets quoted ${encoding} has none`, async () => {
    const { error, secrets } = await errorsOf(
      (s3) => s3.download("a"),
      "v2",
      (request) => {
        const body = new ReadableStream({
          pull: (controller) => controller.error(failureOf(request, encode)),
        });
        return new Response(body, { headers: { "content-length": "5" } });
      },
    );
    assert.ok(error instanceof Error);
    assertHides(printed(error), secrets);
  });

  for (const [service, provider] of [
    [
      "Cognito",
      (send: typeof fetch) =>
        cognitoWith(send)({
          identityPoolId: "eu-west-1:12345678-1234-1234-1234-123456789012",
          logins: { "a.example": LOGIN, "b.example": OPAQUE_LOGIN },
        }),
    ],
    [
      "STS",
      (send: typeof fetch) =>
        webIdentityWith(send)({ roleArn: "arn", region: "eu-west-1", token: OPAQUE_LOGIN }),
    ],
  ] as const) {
    test(`${service}: the error of a service that quotes all tokens ${encoding} has none`, async () => {
      for (const kind of ["", "AccessDenied", "broken"]) {
        const secrets = new Set([LOGIN, OPAQUE_LOGIN]);
        const call = provider(async (input, init) => {
          const request = await readSecrets(input, init);
          if (kind === "broken") throw failureOf(request, encode);
          if (service === "STS") return echoResponse(request, encode, kind, 400);
          const quotes = request.secrets.map(encode);
          const [first = "", second = ""] = quotes;
          return new Response(
            JSON.stringify({ __type: kind || second, message: quotes.join(", "), code: first }),
            { status: 400, headers: { "x-amzn-requestid": first } },
          );
        });
        const error: unknown = await call().catch((reason: unknown) => reason);
        assert.ok(error instanceof Error);
        assertHides(printed(error), secrets);
      }
    });
  }
}

type CognitoOptions = Parameters<typeof cognito>[0];
type WebIdentityOptions = Parameters<typeof webIdentity>[0];
type WithHost<Options, Provider> = (options: Options, host: object) => Provider;

function hostOf(send: typeof fetch): object {
  return {
    fetch: send,
    setTimeout: (run: () => void) => setImmediate(run),
    clearTimeout: clearImmediate,
  };
}

function cognitoWith(send: typeof fetch) {
  const make = cognito as WithHost<CognitoOptions, ReturnType<typeof cognito>>;
  return (options: CognitoOptions) => make(options, hostOf(send));
}

function webIdentityWith(send: typeof fetch) {
  const make = webIdentity as WithHost<WebIdentityOptions, ReturnType<typeof webIdentity>>;
  return (options: WebIdentityOptions) => make(options, hostOf(send));
}

test("the error of a redirect to a host named after the signature does not have the signature", async () => {
  for (const via of ["put", "post"] as const) {
    const { error, secrets } = await errorsOf(
      (s3) => s3.upload(file, { key: "a", via }),
      "v4",
      ({ secrets: [secret = ""] }) => {
        const label = secret.replace(/[^a-z\d]/gi, "").slice(0, 60);
        const reply = new Response("", { status: 200, headers: { etag: '"1"' } });
        return Object.defineProperties(reply, {
          url: { value: `https://${label}.evil.example/` },
          redirected: { value: true },
        });
      },
    );
    assert.ok(error instanceof Error);
    assert.match(error.message, /evil\.example/);
    assertHides(printed(error), secrets);
  }
});

test("a code of 60 KB, a request id of 60 KB and control characters are left out", async () => {
  const long = "A".repeat(60_000);
  const { error } = await errorsOf(
    (s3) => s3.download("a"),
    "v4",
    () =>
      new Response(
        `<Error><Code>${long}</Code><Message>a\u001b[31m\u202eb&#7;</Message><RequestId>${long}</RequestId></Error>`,
        { status: 400 },
      ),
  );
  const { code, message, requestId } = error as {
    code: string;
    message: string;
    requestId?: string;
  };
  assert.deepEqual([code, message, requestId], ["BadRequest", "a [31m b", undefined]);
  assert.ok(printed(error).length < 10_000);
});
