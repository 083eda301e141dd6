import assert from "node:assert/strict";
import { test } from "node:test";
import { download } from "../../../js/download/download.ts";
import { TransferError } from "../../../js/errors.ts";
import { upload } from "../../../js/upload/upload.ts";
import {
  errorResponse,
  fakeService,
  interruptedResponse,
  networkFailure,
  objectResponse,
  stalledResponse,
} from "../support/fake-service.ts";
import { settled } from "../support/time.ts";

const LATER = errorResponse(503, "ServiceUnavailable", "Please try again");

test("a 5xx is retried, with a new signature for each attempt", async () => {
  const { environment, responses, requests, time } = fakeService();
  responses.push(LATER, LATER, objectResponse(["x"]));
  const transfer = download(environment, "a");
  await time.until(transfer);
  assert.equal(new Set(requests.map(({ url }) => url)).size, 3);
  assert.equal(transfer.progress.attempt, 3);
});

test("a transfer fails with the last error after five attempts by default", async () => {
  const { environment, responses, requests, time } = fakeService();
  responses.push(errorResponse(500, "InternalError"));
  await assert.rejects(time.until(download(environment, "a")), { code: "InternalError" });
  assert.equal(requests.length, 5);
});

test("a TransferError has the number of attempts", async () => {
  const { environment, responses, time } = fakeService({ retry: { attempts: 3 } });
  responses.push(networkFailure());
  await assert.rejects(time.until(download(environment, "a")), (error: TransferError) => {
    return error instanceof TransferError && error.attempts === 3;
  });
});

for (const [status, code] of [
  [403, "AccessDenied"],
  [403, "SignatureDoesNotMatch"],
  [404, "NoSuchKey"],
  [501, "NotImplemented"],
] as const) {
  test(`${code} is not retried`, async () => {
    const { environment, responses, requests } = fakeService();
    responses.push(errorResponse(status, code));
    await assert.rejects(download(environment, "a"), { code });
    assert.equal(requests.length, 1);
  });
}

test("back-off doubles up to maxDelay, with full jitter", async () => {
  const { environment, responses, time } = fakeService({
    retry: { attempts: 6, baseDelay: 100, maxDelay: 500 },
  });
  time.fixedRandom = 1;
  responses.push(errorResponse(500, "InternalError"));
  await assert.rejects(time.until(download(environment, "a")));
  const waits = time.timers.filter((milliseconds) => milliseconds !== 30_000);
  assert.deepEqual(waits, [100, 200, 400, 500, 500]);
  time.timers.length = 0;
  time.fixedRandom = 0.25;
  await assert.rejects(time.until(download(environment, "a")));
  const shorter = time.timers.filter((milliseconds) => milliseconds !== 30_000);
  assert.deepEqual(shorter, [25, 50, 100, 125, 125]);
});

test("back-off after throttling is four times as long", async () => {
  const { environment, responses, time } = fakeService({ retry: { baseDelay: 100, attempts: 2 } });
  time.fixedRandom = 1;
  responses.push(errorResponse(503, "SlowDown"), objectResponse(["x"]));
  await time.until(download(environment, "a"));
  assert.ok(time.timers.includes(400));
});

for (const [what, value] of [
  ["seconds", "7"],
  ["a date", "Fri, 02 Jan 2026 03:04:12 GMT"],
] as const) {
  test(`Retry-After in ${what} is the minimum back-off`, async () => {
    const { environment, responses, time } = fakeService();
    time.fixedRandom = 0;
    responses.push(
      errorResponse(503, "SlowDown", "", "", { "retry-after": value }),
      objectResponse(["x"]),
    );
    await time.until(download(environment, "a"));
    assert.ok(time.timers.includes(7_000), String(time.timers));
  });
}

test("an abort during the back-off ends it at once and leaves no timer", async () => {
  const { environment, responses, time } = fakeService();
  responses.push(LATER);
  const transfer = download(environment, "a");
  for (let turn = 0; turn < 5; turn += 1) await settled();
  assert.equal(time.pending, 1);
  transfer.abort();
  await assert.rejects(transfer, { name: "AbortError" });
  await settled();
  assert.equal(time.pending, 0);
});

test("a request without a response is cancelled after stallTimeout and retried", async () => {
  const { environment, responses, requests, time } = fakeService({
    retry: { stallTimeout: 1_000 },
  });
  responses.push(() => new Promise(() => {}), objectResponse(["x"]));
  const { blob } = await time.until(download(environment, "a"));
  assert.equal(await blob?.text(), "x");
  assert.equal(requests[0]?.signal.aborted, true);
});

test("a transfer whose attempts all stall fails with Stalled", async () => {
  const { environment, responses, time } = fakeService({
    retry: { stallTimeout: 1_000, attempts: 2 },
  });
  responses.push(stalledResponse([], { "content-length": "5" }));
  await assert.rejects(time.until(download(environment, "a")), { code: "Stalled", attempts: 2 });
});

test("an upload with progress does not stall, however long it takes", async () => {
  const { environment, xhrs, time } = fakeService({ xhr: true, retry: { stallTimeout: 1_000 } });
  const transfer = upload(environment, "x".repeat(100), { key: "a", via: "put" });
  await settled();
  const [xhr] = xhrs;
  for (let sent = 1; sent <= 100; sent += 1) {
    await time.pass(900);
    xhr?.sent(sent, 100);
  }
  await time.pass(3_900);
  assert.equal(xhr?.aborted, false);
  xhr?.respond(200);
  await transfer;
});

test("an upload without progress is cancelled and sent again from the start", async () => {
  const { environment, xhrs, time } = fakeService({ xhr: true, retry: { stallTimeout: 1_000 } });
  time.fixedRandom = 0;
  const transfer = upload(environment, "x".repeat(100), { key: "a", via: "put" });
  await settled();
  xhrs[0]?.sent(60, 100);
  await time.pass(1_001);
  assert.equal(xhrs[0]?.aborted, true);
  await time.pass(1);
  assert.equal(xhrs.length, 2);
  assert.deepEqual([transfer.progress.loaded, transfer.progress.attempt], [0, 2]);
  xhrs[1]?.respond(200);
  await transfer;
});

test("an offline device does not use up attempts: the transfer waits for the network", async () => {
  const service = fakeService({ retry: { attempts: 2 } });
  service.responses.push(
    networkFailure(),
    networkFailure(),
    networkFailure(),
    objectResponse(["x"]),
  );
  const { time } = service;
  const transfer = download(service.environment, "a");
  for (let cut = 1; cut <= 3; cut += 1) {
    service.online = false;
    await time.pass(3_600_000);
    assert.deepEqual([service.requests.length, transfer.state], [cut, "running"]);
    service.goOnline();
  }
  await time.until(transfer);
});

for (const [code, status, message, suspect] of [
  ["ExpiredToken", 400, "", "credentials"],
  ["InvalidToken", 400, "", "credentials"],
  ["RequestTimeTooSkewed", 403, "", "clock"],
  ["AccessDenied", 403, "Request has expired", "either"],
  ["AccessDenied", 403, "Invalid according to Policy: Policy expired.", "either"],
  ["AccessDenied", 403, "Request is not yet valid", "clock"],
] as const) {
  test(`${code} ${message} calls onSignatureRejected and is signed again at once`, async () => {
    const service = fakeService({ retry: { attempts: 1 } });
    service.responses.push(errorResponse(status, code, message), objectResponse(["x"]));
    await download(service.environment, "a");
    assert.deepEqual(
      service.rejections.map(({ error, rejection }) => [error.code, rejection.suspect]),
      [[code, suspect]],
    );
    assert.equal(service.signed.length, 2);
    assert.ok(!service.time.timers.some((milliseconds) => milliseconds < 30_000));
  });
}

test("onSignatureRejected receives the server's time, and the times of request and response", async () => {
  const service = fakeService();
  const sentAt = service.time.instant;
  const skewed = errorResponse(
    403,
    "RequestTimeTooSkewed",
    "",
    "<ServerTime>2026-01-02T04:04:05Z</ServerTime>",
    { date: "Fri, 02 Jan 2026 04:04:05 GMT" },
  );
  service.responses.push(
    (request) => {
      service.time.instant += 250;
      return skewed(request);
    },
    objectResponse(["x"]),
  );
  await download(service.environment, "a");
  const { headers, signed, ...rest } = service.rejections[0]?.rejection ?? {};
  assert.deepEqual(rest, {
    suspect: "clock",
    serverTime: "2026-01-02T04:04:05Z",
    sentAt,
    receivedAt: sentAt + 250,
  });
  assert.equal(headers?.get("date"), "Fri, 02 Jan 2026 04:04:05 GMT");
});

test("a transfer fails with S3's error if onSignatureRejected returns false", async () => {
  const service = fakeService();
  service.canSignAgain = false;
  service.responses.push(errorResponse(400, "ExpiredToken"));
  await assert.rejects(download(service.environment, "a"), { code: "ExpiredToken" });
  assert.equal(service.requests.length, 1);
});

test("a service that rejects every signature gets three requests", async () => {
  const service = fakeService();
  service.responses.push(errorResponse(400, "ExpiredToken"));
  await assert.rejects(download(service.environment, "a"), { code: "ExpiredToken" });
  assert.equal(service.requests.length, 3);
});

test("a truncated error document is retried", async () => {
  const { environment, responses, rejections, time } = fakeService();
  responses.push(
    interruptedResponse(["<Error><Code>Expired"], {}, 403),
    errorResponse(403, "ExpiredToken"),
    objectResponse(["x"]),
  );
  await time.until(download(environment, "a"));
  assert.deepEqual(
    rejections.map(({ error }) => error.code),
    ["ExpiredToken"],
  );
});
