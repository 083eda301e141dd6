import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import { cognito } from "../../../js/credentials/cognito.ts";
import { webIdentity } from "../../../js/credentials/web-identity.ts";
import { explain } from "../../../js/explain.ts";
import { S3 } from "../../../js/s3.ts";

/** Secrets of the right shape: a session token, and identity tokens. */
const SESSION_TOKEN = `FwoGZXIvYXdzE${"Ab9+/xYz3=Kq".repeat(40)}==`;
const LOGIN = `eyJhbGciOiJSUzI1NiJ9.${"eyJzdWIiOiI3Zm".repeat(9)}.c2lnbmF0dXJlLW9mLWFkYQ`;
const OPAQUE_LOGIN = "opaque_9f8e7d6c5b4a39281706f5e4d3c2b1a0";
const CUSTOMER_KEY = "MzJieXRlc2xvbmdzZWNyZXRrZXltdXN0YmVwcm92aWQ=";

/** The ways in which a service may write what it was sent. */
const WRITINGS: Record<string, (secret: string) => string> = {
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

/** The request's secrets, found by a reading of its own. */
async function read(input: unknown, init: RequestInit = {}): Promise<Request> {
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

/** Every element and header echoes every secret of the request. */
function echo(request: Request, write: (secret: string) => string, code: string, status: number) {
  const words = request.secrets.map(write);
  const all = words.join(" ");
  const elements = ELEMENTS.map((name, index) => {
    const text = index % 2 === 0 ? `It was ${all}.` : (words[index % words.length] ?? "");
    return `<${name}>${escaped(text)}</${name}>`;
  });
  const told = code === "" ? escaped(words[0] ?? "") : code;
  const headers = new Headers();
  for (const [index, name] of HEADERS.entries()) {
    headers.set(name, words[index % words.length] ?? "");
  }
  const text = `<Error><Code>${told}</Code>${elements.join("")}</Error>`;
  return new Response(status === 304 ? null : text, { status, headers });
}

/** As an HTTP client may fail: with the whole request in the error. */
function failing(request: Request, write: (secret: string) => string): Error {
  const words = request.secrets.map(write).join(" ");
  const cause = Object.assign(new Error(`cannot send ${words}`), {
    code: write(request.secrets[0] ?? ""),
    data: words,
  });
  return Object.assign(new TypeError(`fetch failed: ${words}`, { cause }), { request: words });
}

/** Everything that a program may print of an error. */
function shownOf(error: unknown): string {
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
  // A reader could decode each of these forms.
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
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for.
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

type Answer = (request: Request) => Response;

async function errorsOf(
  operation: (s3: S3) => PromiseLike<unknown>,
  signature: "v2" | "v4",
  answer: Answer,
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
      const request = await read(input, init);
      for (const secret of request.secrets) secrets.add(secret);
      return answer(request);
    },
  });
  const error = await operation(s3).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return { error, secrets };
}

for (const [name, operation] of Object.entries(operations)) {
  for (const [writing, write] of Object.entries(WRITINGS)) {
    test(`${name}: no secret is in an error of a service that echoes all of them ${writing}`, async () => {
      for (const signature of ["v4", "v2"] as const) {
        for (const code of CODES) {
          const { error, secrets } = await errorsOf(operation, signature, (request) =>
            echo(request, write, code, 403),
          );
          assert.ok(error instanceof Error);
          assertHides(shownOf(error), secrets);
        }
        const { error, secrets } = await errorsOf(operation, signature, (request) => {
          throw failing(request, write);
        });
        assert.ok(error instanceof Error);
        assertHides(shownOf(error), secrets);
      }
    });
  }
}

for (const [writing, write] of Object.entries(WRITINGS)) {
  test(`a completion answered with 200 and an error shows no secret echoed ${writing}`, async () => {
    const { error, secrets } = await errorsOf(
      (s3) => s3.upload(file, { key: "a", via: "multipart" }),
      "v4",
      (request) => {
        const query = new URL(request.url).searchParams;
        if (query.has("uploads")) return new Response(INITIATED);
        if (query.has("partNumber")) return new Response("", { headers: { etag: '"1"' } });
        return echo(request, write, "AccessDenied", 200);
      },
    );
    assert.ok(error instanceof Error);
    assertHides(shownOf(error), secrets);
  });

  test(`a body that breaks with an error that quotes secrets ${writing} shows none`, async () => {
    const { error, secrets } = await errorsOf(
      (s3) => s3.download("a"),
      "v2",
      (request) => {
        const body = new ReadableStream({
          pull: (controller) => controller.error(failing(request, write)),
        });
        return new Response(body, { headers: { "content-length": "5" } });
      },
    );
    assert.ok(error instanceof Error);
    assertHides(shownOf(error), secrets);
  });

  for (const [service, provider] of [
    [
      "Cognito",
      (send: typeof fetch) =>
        cognitoOver(send)({
          identityPoolId: "eu-west-1:12345678-1234-1234-1234-123456789012",
          logins: { "a.example": LOGIN, "b.example": OPAQUE_LOGIN },
        }),
    ],
    [
      "STS",
      (send: typeof fetch) =>
        webIdentityOver(send)({ roleArn: "arn", region: "eu-west-1", token: OPAQUE_LOGIN }),
    ],
  ] as const) {
    test(`${service}: no token is in an error of a service that echoes all of them ${writing}`, async () => {
      for (const kind of ["", "AccessDenied", "failing"]) {
        const secrets = new Set([LOGIN, OPAQUE_LOGIN]);
        const call = provider(async (input, init) => {
          const request = await read(input, init);
          if (kind === "failing") throw failing(request, write);
          if (service === "STS") return echo(request, write, kind, 400);
          const words = request.secrets.map(write);
          const [first = "", second = ""] = words;
          return new Response(
            JSON.stringify({ __type: kind || second, message: words.join(", "), code: first }),
            { status: 400, headers: { "x-amzn-requestid": first } },
          );
        });
        const error: unknown = await call().catch((reason: unknown) => reason);
        assert.ok(error instanceof Error);
        assertHides(shownOf(error), secrets);
      }
    });
  }
}

type CognitoOptions = Parameters<typeof cognito>[0];
type WebIdentityOptions = Parameters<typeof webIdentity>[0];
type OverFetch<Options, Provider> = (options: Options, environment: object) => Provider;

function world(send: typeof fetch): object {
  return {
    fetch: send,
    setTimeout: (run: () => void) => setImmediate(run),
    clearTimeout: clearImmediate,
  };
}

function cognitoOver(send: typeof fetch) {
  const make = cognito as OverFetch<CognitoOptions, ReturnType<typeof cognito>>;
  return (options: CognitoOptions) => make(options, world(send));
}

function webIdentityOver(send: typeof fetch) {
  const make = webIdentity as OverFetch<WebIdentityOptions, ReturnType<typeof webIdentity>>;
  return (options: WebIdentityOptions) => make(options, world(send));
}

test("a redirect to a host whose name is the signature does not show it", async () => {
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
    assertHides(shownOf(error), secrets);
  }
});

test("a code of 60 KB, a request id of 60 KB and control characters do not pass", async () => {
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
  assert.ok(shownOf(error).length < 10_000);
});
