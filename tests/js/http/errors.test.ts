import assert from "node:assert/strict";
import { test } from "node:test";
import { download } from "../../../js/download/download.ts";
import { ServiceError, TransferError } from "../../../js/errors.ts";
import { upload } from "../../../js/upload/upload.ts";
import {
  errorResponse,
  fakeService,
  networkFailure,
  printedText,
  SIGNATURE,
} from "../support/fake-service.ts";
import { settled } from "../support/time.ts";

const ONCE = { retry: { attempts: 1 } };

async function failure(promise: Promise<unknown>): Promise<ServiceError & TransferError> {
  return promise.then(
    () => assert.fail("It must fail"),
    (error) => error,
  );
}

test("an error has S3's code, message, request id and `retryable`", async () => {
  const { environment, responses } = fakeService(ONCE);
  responses.push(errorResponse(404, "NoSuchKey", "The specified key does not exist."));
  const error = await failure(download(environment, "a"));
  assert.ok(error instanceof ServiceError);
  const { code, message, service, status, requestId, retryable } = error;
  assert.deepEqual(
    { code, message, service, status, requestId, retryable },
    {
      code: "NoSuchKey",
      message: "The specified key does not exist.",
      service: "s3",
      status: 404,
      requestId: "R1",
      retryable: false,
    },
  );
});

for (const [status, code, message, hint] of [
  [403, "SignatureDoesNotMatch", "", /secret key is wrong/],
  [403, "AccessDenied", "Access Denied", /permission/],
  [403, "AccessDenied", "Request has expired", /after its expiry/],
  [403, "AccessDenied", "Request is not yet valid", /in the future/],
  [403, "AccessDenied", "Invalid according to Policy: Policy expired.", /new form/],
  [
    403,
    "AccessDenied",
    'Invalid according to Policy: Policy Condition failed: ["eq", "$key", "a"]',
    /condition of the form/,
  ],
  [403, "AccessDenied", "Invalid according to Policy: Extra input fields: acl", /every field/],
  [400, "ExpiredToken", "The provided token has expired.", /fresh credentials/],
  [400, "InvalidToken", "", /fresh credentials/],
  [404, "NoSuchBucket", "", /Check `bucket`/],
  [404, "NoSuchKey", "", /spelling/],
  [400, "EntityTooLarge", "", /larger/],
  [400, "EntityTooSmall", "", /smaller/],
  [403, "RequestTimeTooSkewed", "", /clock right/],
  [301, "PermanentRedirect", "", /region/],
  [503, "SlowDown", "", /fewer/],
  [412, "PreconditionFailed", "", /changed, or already exists/],
] as const) {
  test(`the hint of ${code} "${message}" matches ${hint}`, async () => {
    const service = fakeService(ONCE);
    service.canSignAgain = false;
    service.responses.push(errorResponse(status, code, message));
    const error = await failure(download(service.environment, "a"));
    assert.equal(error.code, code);
    assert.match(error.hint ?? "", hint);
  });
}

test("a wrong region's hint names the bucket's region", async () => {
  const { environment, responses } = fakeService(ONCE);
  const more = "<Region>eu-west-1</Region>";
  responses.push(errorResponse(400, "AuthorizationHeaderMalformed", "", more));
  assert.match((await failure(download(environment, "a"))).hint ?? "", /eu-west-1/);
});

test("a redirect's hint names the host to use", async () => {
  const { environment, responses } = fakeService(ONCE);
  const more = "<Endpoint>photos.s3.eu-west-1.amazonaws.com</Endpoint>";
  responses.push(errorResponse(301, "PermanentRedirect", "", more));
  assert.match(
    (await failure(download(environment, "a"))).hint ?? "",
    /photos\.s3\.eu-west-1\.amazonaws\.com/,
  );
});

test("a response without an error document has a code by its status", async () => {
  const { environment, responses } = fakeService(ONCE);
  responses.push(() => new Response("<html>Bad gateway</html>", { status: 502 }));
  const error = await failure(download(environment, "a"));
  assert.deepEqual([error.code, error.status, error.retryable], ["Http502", 502, true]);
  assert.doesNotMatch(error.message, /html/);
});

test("an endless error body is read up to a limit", async () => {
  const { environment, responses } = fakeService(ONCE);
  let pulled = 0;
  responses.push(() => {
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        pulled += 1;
        controller.enqueue(new Uint8Array(16 * 1024).fill(65));
      },
    });
    return new Response(body, { status: 500 });
  });
  await failure(download(environment, "a"));
  assert.ok(pulled <= 8, `${pulled} chunks were read`);
});

test("NetworkOrCors in a page names the CORS rule that the bucket needs", async () => {
  const { environment, responses } = fakeService({ ...ONCE, origin: "https://page.example" });
  responses.push(networkFailure());
  const error = await failure(download(environment, "a"));
  assert.ok(error instanceof TransferError);
  assert.deepEqual([error.code, error.attempts], ["NetworkOrCors", 1]);
  assert.match(error.hint ?? "", /"AllowedOrigins":\["https:\/\/page\.example"\]/);
  assert.match(error.hint ?? "", /"AllowedMethods":\["GET"\]/);
});

test("NetworkOrCors outside of a page does not mention CORS", async () => {
  const { environment, responses } = fakeService(ONCE);
  responses.push(networkFailure());
  const error = await failure(download(environment, "a"));
  assert.doesNotMatch(`${error.message} ${error.hint}`, /CORS/);
});

test("NetworkOrCors of an upload by POST names POST in the CORS rule", async () => {
  const service = fakeService({ ...ONCE, xhr: true, origin: "https://page.example" });
  const transfer = upload(service.environment, "x", { key: "a", via: "post" });
  await settled();
  service.xhrs[0]?.fail();
  assert.match((await failure(transfer)).hint ?? "", /"AllowedMethods":\["POST"\]/);
});

for (const [what, respond] of [
  ["a network error that quotes the address", quoteUrl],
  ["a message of the service that quotes the address", quoteUrlInMessage],
  [
    "a rejected signature",
    errorResponse(
      403,
      "SignatureDoesNotMatch",
      "",
      `<SignatureProvided>${SIGNATURE}</SignatureProvided>`,
    ),
  ],
] as const) {
  test(`the error of ${what} shows no signature`, async () => {
    const { environment, responses } = fakeService(ONCE);
    responses.push(respond);
    const error = await failure(download(environment, "secret-plans.pdf"));
    assert.doesNotMatch(printedText(error), new RegExp(SIGNATURE));
  });
}

function quoteUrl(request: { url: string }): Response {
  throw new TypeError(`Failed to parse URL from ${request.url}`, {
    cause: new TypeError(`Invalid URL ${request.url}`),
  });
}

function quoteUrlInMessage(request: { url: string }): Response {
  const quoted = request.url.replaceAll("&", "&amp;");
  return new Response(
    `<Error><Code>Odd</Code><Message>Cannot GET ${quoted} today</Message></Error>`,
    { status: 400 },
  );
}
