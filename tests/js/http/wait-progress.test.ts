import assert from "node:assert/strict";
import { test } from "node:test";
import { download } from "../../../js/download/download.ts";
import type { Progress } from "../../../js/types.ts";
import { upload } from "../../../js/upload/upload.ts";
import {
  errorResponse,
  fakeService,
  interruptedResponse,
  networkFailure,
  objectResponse,
  type SeenRequest,
} from "../support/fake-service.ts";
import { settled } from "../support/time.ts";

const WHOLE = { "content-length": "10", etag: '"e1"' };
const MIB = 1024 * 1024;

async function settleAll(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await settled();
}

/** Collects progress reports; `phases` has each change of phase. */
function collector() {
  const reports: Progress[] = [];
  return {
    reports,
    onProgress: (progress: Progress) => reports.push(progress),
    get phases() {
      const names = reports.map(({ phase, waitingFor }) =>
        waitingFor ? `${phase} for ${waitingFor}` : phase,
      );
      return names.filter((name, index) => name !== names[index - 1]);
    },
  };
}

for (const [what, failure, phase] of [
  ["for a retry after a 500", errorResponse(500, "InternalError"), "waiting for retry"],
  ["for the service after SlowDown", errorResponse(503, "SlowDown"), "waiting for service"],
  [
    "for the service after Retry-After",
    errorResponse(500, "InternalError", "", "", { "retry-after": "7" }),
    "waiting for service",
  ],
] as const) {
  test(`a download reports its wait: ${what}`, async () => {
    const { environment, responses, time } = fakeService();
    responses.push(failure, objectResponse(["x"]));
    const seen = collector();
    await time.until(download(environment, "a", { onProgress: seen.onProgress }));
    assert.deepEqual(seen.phases, ["signing", phase, "signing", "transfer", "done"]);
  });
}

test("an offline download reports that it waits for the network, and when it continues", async () => {
  const service = fakeService();
  service.online = false;
  service.responses.push(networkFailure(), objectResponse(["x"]));
  const seen = collector();
  const transfer = download(service.environment, "a", { onProgress: seen.onProgress });
  await settleAll();
  assert.deepEqual(
    [transfer.progress.phase, transfer.progress.waitingFor, transfer.progress.bytesPerSecond],
    ["waiting", "network", 0],
  );
  service.goOnline();
  await transfer;
  assert.deepEqual(seen.phases, ["signing", "waiting for network", "signing", "transfer", "done"]);
  assert.equal(transfer.progress.waitingFor, undefined);
});

test("an interrupted download keeps `loaded` and `total` during the back-off", async () => {
  const { environment, responses } = fakeService();
  responses.push(interruptedResponse(["0123"], WHOLE));
  const transfer = download(environment, "a");
  await settleAll();
  const { phase, loaded, total } = transfer.progress;
  assert.deepEqual([phase, loaded, total], ["waiting", 4, 10]);
  transfer.abort();
  await assert.rejects(transfer);
});

test("a paused transfer does not report waiting", async () => {
  const { environment, responses } = fakeService();
  responses.push(errorResponse(500, "InternalError"), objectResponse(["x"]));
  const seen = collector();
  const transfer = download(environment, "a", { onProgress: seen.onProgress });
  await settleAll();
  transfer.pause();
  assert.equal(seen.reports.at(-1)?.phase, "signing");
  transfer.resume();
  assert.equal(seen.reports.at(-1)?.phase, "waiting");
  transfer.abort();
  await assert.rejects(transfer);
});

test("a multipart upload reports waiting only while no part is being sent", async () => {
  const service = fakeService();
  const pending: ((response: Response) => void)[] = [];
  service.responses.push(({ method }: SeenRequest) =>
    method === "POST"
      ? new Response(
          "<InitiateMultipartUploadResult><UploadId>u</UploadId></InitiateMultipartUploadResult>",
        )
      : new Promise<Response>((resolve) => pending.push(resolve)),
  );
  const body = new Blob([new Uint8Array(10 * MIB)]);
  const options = { key: "a", via: "multipart", partSize: 5 * MIB, checksum: false } as const;
  const transfer = upload(service.environment, body, options);
  await settleAll();
  const failed = () => new Response("", { status: 500 });
  pending[0]?.(failed());
  await settleAll();
  assert.equal(transfer.progress.phase, "transfer");
  pending[1]?.(failed());
  await settleAll();
  assert.equal(transfer.progress.waitingFor, "retry");
  await service.time.pass(400);
  assert.ok(pending.length > 2);
  assert.equal(transfer.progress.phase, "transfer");
  transfer.abort();
  await assert.rejects(transfer);
});

for (const via of ["put", "post", "multipart"] as const) {
  test(`the first report of an upload by ${via} has the total`, async () => {
    const { environment, responses } = fakeService();
    responses.push(() => new Promise(() => {}));
    const seen = collector();
    const body = new Blob(["0123456789"]);
    const transfer = upload(environment, body, {
      key: "a",
      via,
      checksum: "CRC32",
      onProgress: seen.onProgress,
    });
    transfer.pause();
    await settleAll();
    assert.equal(seen.reports[0]?.total, 10);
    transfer.abort();
    await assert.rejects(transfer);
  });
}

test("the first report of a range with an end has the total, and the response corrects it", async () => {
  const { environment, responses } = fakeService();
  responses.push(objectResponse(["89"], { "content-range": "bytes 8-9/10" }, 206));
  const seen = collector();
  await download(environment, "a", { range: { start: 8, end: 12 }, onProgress: seen.onProgress });
  assert.equal(seen.reports[0]?.total, 5);
  assert.equal(seen.reports.at(-1)?.total, 2);
});

test("nothing is reported after the rejection, even if the body is still being read", async () => {
  const service = fakeService();
  service.environment.streamsUploads = true;
  let reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  service.responses.push(async ({ body }) => {
    reader = (body as ReadableStream<Uint8Array>).getReader();
    await reader.read();
    return new Response("", { status: 403 });
  });
  const seen = collector();
  const body = new Blob([new Uint8Array(MIB)]);
  await assert.rejects(
    upload(service.environment, body, { key: "a", via: "put", onProgress: seen.onProgress }),
  );
  const before = seen.reports.length;
  await reader?.read().catch(() => {});
  await service.time.pass(1_000);
  assert.equal(seen.reports.length, before);
});

test("nothing is reported after a multipart upload was aborted", async () => {
  const service = fakeService({ retry: { attempts: 3 } });
  service.responses.push(({ method }) =>
    method === "POST"
      ? new Response(
          "<InitiateMultipartUploadResult><UploadId>u</UploadId></InitiateMultipartUploadResult>",
        )
      : new Response("", { status: 500 }),
  );
  const seen = collector();
  const body = new Blob([new Uint8Array(10 * MIB)]);
  const options = { key: "a", via: "multipart", partSize: 5 * MIB, checksum: false } as const;
  const transfer = upload(service.environment, body, { ...options, onProgress: seen.onProgress });
  await settleAll();
  const before = seen.reports.length;
  transfer.abort();
  await assert.rejects(transfer);
  await service.time.pass(60_000);
  assert.equal(seen.reports.length, before);
});

for (const to of ["blob", "stream"] as const) {
  test(`a download to a ${to} reports done exactly once, and nothing after it`, async () => {
    const { environment, responses, time } = fakeService();
    responses.push(objectResponse(["01", "23", "45"]));
    const seen = collector();
    const { stream } = await download(environment, "a", { to, onProgress: seen.onProgress });
    if (stream) await new Response(stream).text();
    await time.pass(1_000);
    const done = seen.reports.filter(({ phase }) => phase === "done");
    assert.deepEqual([done.length, seen.reports.at(-1)?.phase], [1, "done"]);
  });
}
