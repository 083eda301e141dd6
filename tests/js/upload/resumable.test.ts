import assert from "node:assert/strict";
import { test } from "node:test";
import type { UploadOptions, UploadStorage } from "../../../js/types.ts";
import { upload } from "../../../js/upload/upload.ts";
import {
  errorResponse,
  type FakeService,
  fakeService,
  type SeenRequest,
} from "../support/fake-service.ts";
import { settled } from "../support/time.ts";

const MIB = 1024 * 1024;
const FILE = fileOf(12 * MIB);
const OPTIONS: UploadOptions = {
  key: "film.mp4",
  via: "multipart",
  partSize: 5 * MIB,
  resumable: true,
};

function fileOf(size: number, changes: { name?: string; lastModified?: number } = {}): File {
  const { name = "film.mp4", lastModified = 1_700_000_000_000 } = changes;
  return new File([new Uint8Array(size)], name, { type: "video/mp4", lastModified });
}

/** A storage like that of a page. */
class Shelf implements UploadStorage {
  readonly items = new Map<string, string>();

  getItem(key: string): string | null {
    return this.items.get(key) ?? null;
  }

  setItem(key: string, value: string): void {
    this.items.set(key, value);
  }

  removeItem(key: string): void {
    this.items.delete(key);
  }
}

/** A bucket and a browser's storage, which remain after a page is closed. */
class Bucket {
  readonly uploads = new Map<string, Map<number, { size: number; etag: string }>>();
  readonly shelf = new Shelf();
  /** The requests since `page()`. */
  steps: string[] = [];
  #created = 0;

  /** Loads a page. `faults` may respond before the bucket. */
  page(faults: (step: string) => unknown = () => undefined): FakeService {
    const service = fakeService({ retry: { attempts: 2, baseDelay: 0 } });
    service.environment.storage = this.shelf;
    this.steps = [];
    service.responses.push(async (request) => {
      const query = queryOf(request, service);
      const step = stepOf(request, query);
      this.steps.push(step);
      const fault = await faults(step);
      return fault instanceof Response ? fault : this.#respond(step, query, request);
    });
    return service;
  }

  #respond(step: string, query: Record<string, string>, request: SeenRequest): Response {
    if (step === "create") {
      this.#created += 1;
      const id = `u${this.#created}`;
      this.uploads.set(id, new Map());
      return new Response(
        `<InitiateMultipartUploadResult><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`,
      );
    }
    const id = query["uploadId"] ?? "";
    const parts = this.uploads.get(id);
    if (!parts) return noSuchUpload(request);
    if (step === "list") return listing(parts, Number(query["part-number-marker"] ?? 0));
    if (step === "complete" || step === "abort") {
      this.uploads.delete(id);
      return step === "abort"
        ? new Response(null, { status: 204 })
        : new Response(
            "<CompleteMultipartUploadResult><ETag>e</ETag></CompleteMultipartUploadResult>",
          );
    }
    const number = Number(query["partNumber"]);
    const etag = `"${id}-p${number}"`;
    parts.set(number, { size: (request.body as Blob).size, etag });
    return new Response(null, { headers: { etag } });
  }
}

function queryOf({ url }: SeenRequest, service: FakeService): Record<string, string> {
  return service.signed.find((_, index) => url.includes(`?n=${index + 1}&`))?.query ?? {};
}

function stepOf({ method }: SeenRequest, query: Record<string, string>): string {
  if ("uploads" in query) return "create";
  if ("partNumber" in query) return `part ${query["partNumber"]}`;
  return { GET: "list", DELETE: "abort", HEAD: "head" }[method] ?? "complete";
}

function noSuchUpload(request: SeenRequest): Response {
  return errorResponse(404, "NoSuchUpload")(request) as Response;
}

/** Lists one part a page, so that there are several pages. */
function listing(parts: Map<number, { size: number; etag: string }>, after: number): Response {
  const rest = [...parts].sort(([a], [b]) => a - b).filter(([number]) => number > after);
  const [first] = rest;
  const part = first
    ? `<Part><PartNumber>${first[0]}</PartNumber><ETag>${first[1].etag}</ETag><Size>${first[1].size}</Size></Part>`
    : "";
  const more = `<IsTruncated>${rest.length > 1}</IsTruncated><NextPartNumberMarker>${first?.[0] ?? 0}</NextPartNumberMarker>`;
  return new Response(`<ListPartsResult>${more}${part}</ListPartsResult>`);
}

async function runTurns(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await settled();
}

/** Starts an upload and closes its page after these parts were sent. */
async function interruptUpload(bucket: Bucket, through: number[], file = FILE, options = OPTIONS) {
  const service = bucket.page((step) => {
    const [what, number] = step.split(" ");
    return what === "part" && !through.includes(Number(number)) ? new Promise(() => {}) : undefined;
  });
  upload(service.environment, file, options);
  await runTurns();
  assert.equal(bucket.steps.filter((step) => step.startsWith("part")).length, 3);
}

test("after a reload only the missing parts are sent", async () => {
  const bucket = new Bucket();
  await interruptUpload(bucket, [1, 3]);
  const service = bucket.page();
  const result = await upload(service.environment, FILE, OPTIONS);
  assert.deepEqual(bucket.steps, ["list", "list", "part 2", "complete"]);
  assert.deepEqual(result, {
    bucket: "photos",
    key: "film.mp4",
    etag: "e",
    location: "https://photos.example/film.mp4",
    via: "multipart",
  });
});

test("the parts of both pages are completed in their order", async () => {
  const bucket = new Bucket();
  await interruptUpload(bucket, [3]);
  const service = bucket.page();
  await upload(service.environment, FILE, OPTIONS);
  const etags = [...String(service.requests.at(-1)?.body).matchAll(/<ETag>"([^"]+)"/g)];
  assert.deepEqual(
    etags.map(([, etag]) => etag),
    ["u1-p1", "u1-p2", "u1-p3"],
  );
});

test("progress starts where the earlier page stopped", async () => {
  const bucket = new Bucket();
  await interruptUpload(bucket, [1]);
  const service = bucket.page((step) =>
    step.startsWith("part") ? new Promise(() => {}) : undefined,
  );
  const transfer = upload(service.environment, FILE, OPTIONS);
  await runTurns();
  const { loaded, total, bytesPerSecond } = transfer.progress;
  assert.deepEqual([loaded, total, bytesPerSecond], [5 * MIB, 12 * MIB, 0]);
});

test("a part of another size is sent again", async () => {
  const bucket = new Bucket();
  await interruptUpload(bucket, [1, 2, 3]);
  bucket.uploads.get("u1")?.set(2, { size: 17, etag: '"torn"' });
  const service = bucket.page();
  await upload(service.environment, FILE, OPTIONS);
  assert.ok(bucket.steps.includes("part 2"));
});

for (const [what, file, options] of [
  ["another size", fileOf(11 * MIB), OPTIONS],
  ["another date", fileOf(12 * MIB, { lastModified: 1 }), OPTIONS],
  ["another name", fileOf(12 * MIB, { name: "b.mp4" }), OPTIONS],
  ["another key", FILE, { ...OPTIONS, key: "b.mp4" }],
  ["another bucket", FILE, { ...OPTIONS, bucket: "films" }],
  ["another part size", FILE, { ...OPTIONS, partSize: 6 * MIB }],
  ["other metadata", FILE, { ...OPTIONS, metadata: { by: "Ada" } }],
] as const) {
  test(`a file with ${what} starts a new upload`, async () => {
    const bucket = new Bucket();
    await interruptUpload(bucket, [1]);
    const service = bucket.page();
    await upload(service.environment, file, options);
    assert.equal(bucket.steps[0], "create");
  });
}

test("without `resumable` a new upload starts, and nothing is stored", async () => {
  const bucket = new Bucket();
  await interruptUpload(bucket, [1], FILE, { ...OPTIONS, resumable: false });
  assert.equal(bucket.shelf.items.size, 0);
});

test("a body that is not a File is never resumed", async () => {
  const bucket = new Bucket();
  const service = bucket.page();
  await upload(service.environment, FILE.slice(), OPTIONS);
  assert.deepEqual([bucket.steps[0], bucket.shelf.items.size], ["create", 0]);
});

test("an upload that the service no longer has is forgotten, and a new one started", async () => {
  const bucket = new Bucket();
  await interruptUpload(bucket, [1]);
  bucket.uploads.clear();
  const service = bucket.page((step) => (step === "complete" ? new Promise(() => {}) : undefined));
  upload(service.environment, FILE, OPTIONS);
  await runTurns();
  assert.deepEqual(bucket.steps, ["list", "create", "part 1", "part 2", "part 3", "complete"]);
  assert.deepEqual([...bucket.shelf.items.values()], ["u2"]);
});

test("if an upload ends while its parts are sent, a new one starts", async () => {
  const bucket = new Bucket();
  await interruptUpload(bucket, [1]);
  const service = bucket.page((step) => {
    if (step === "part 2") bucket.uploads.delete("u1");
  });
  await upload(service.environment, FILE, OPTIONS);
  assert.equal(bucket.steps.at(-1), "complete");
  assert.equal(bucket.steps.filter((step) => step === "create").length, 1);
  assert.deepEqual([...bucket.uploads.keys()], []);
});

test("if the listing of parts does not advance, the earlier upload is aborted and a new one started", async () => {
  const bucket = new Bucket();
  await interruptUpload(bucket, [1, 2]);
  const service = bucket.page((step) =>
    step === "list" ? listing(bucket.uploads.get("u1") ?? new Map(), 0) : undefined,
  );
  await upload(service.environment, FILE, OPTIONS);
  await runTurns();
  assert.equal(bucket.steps.filter((step) => step === "list").length, 2);
  assert.ok(bucket.steps.includes("create") && bucket.steps.includes("abort"));
  assert.equal(bucket.uploads.size, 0);
});

test("a listing of parts without end is an error", async () => {
  const bucket = new Bucket();
  await interruptUpload(bucket, [1]);
  let marker = 0;
  const service = bucket.page((step) => {
    if (step !== "list") return;
    marker += 1;
    return new Response(
      `<ListPartsResult><IsTruncated>true</IsTruncated><NextPartNumberMarker>${marker}</NextPartNumberMarker></ListPartsResult>`,
    );
  });
  await upload(service.environment, FILE, OPTIONS);
  assert.equal(bucket.steps.filter((step) => step === "list").length, 1);
  assert.ok(bucket.steps.includes("create"));
});

test("no page after the last part of the upload is requested", async () => {
  const bucket = new Bucket();
  await interruptUpload(bucket, [1, 2]);
  for (let number = 3; number <= 9; number += 1) {
    bucket.uploads.get("u1")?.set(number, { size: 2 * MIB, etag: "e" });
  }
  const service = bucket.page();
  await upload(service.environment, FILE, OPTIONS);
  assert.deepEqual(bucket.steps, ["list", "list", "list", "complete"]);
});

test("if parts may not be listed, the earlier upload is aborted and a new one started", async () => {
  const bucket = new Bucket();
  await interruptUpload(bucket, [1]);
  const service = bucket.page((step) =>
    step === "list" ? errorResponse(403, "AccessDenied")({} as SeenRequest) : undefined,
  );
  await upload(service.environment, FILE, OPTIONS);
  await runTurns();
  assert.ok(bucket.steps.includes("create") && bucket.steps.includes("abort"));
  assert.equal(bucket.uploads.size, 0);
});

test("a completed upload is forgotten", async () => {
  const bucket = new Bucket();
  const service = bucket.page();
  await upload(service.environment, FILE, OPTIONS);
  assert.equal(bucket.shelf.items.size, 0);
});

for (const at of ["list", "part 2", "complete"]) {
  test(`an abort at "${at}" ends the upload permanently`, async () => {
    const bucket = new Bucket();
    await interruptUpload(bucket, [1]);
    const service = bucket.page((step) => (step === at ? new Promise(() => {}) : undefined));
    const transfer = upload(service.environment, FILE, OPTIONS);
    await runTurns();
    transfer.abort();
    await assert.rejects(transfer, { name: "AbortError" });
    await runTurns();
    assert.deepEqual([bucket.shelf.items.size, bucket.uploads.size], [0, 0]);
  });
}

test("after the service has confirmed the upload, abort and pause have no effect", async () => {
  const bucket = new Bucket();
  const service = bucket.page();
  let forget = () => {};
  service.environment.storage = {
    getItem: (key) => bucket.shelf.getItem(key),
    setItem: (key, value) => bucket.shelf.setItem(key, value),
    removeItem: () =>
      new Promise<void>((resolve) => {
        forget = resolve;
      }),
  };
  const transfer = upload(service.environment, FILE, OPTIONS);
  await runTurns();
  assert.equal(bucket.steps.at(-1), "complete");
  transfer.pause();
  transfer.abort();
  assert.equal(transfer.state, "running");
  forget();
  assert.equal((await transfer).via, "multipart");
  assert.equal(transfer.state, "done");
  await runTurns();
  assert.equal(bucket.steps.at(-1), "complete");
});

test("after a network failure the upload can be resumed", async () => {
  const bucket = new Bucket();
  const service = bucket.page((step) => {
    if (step === "part 2") throw new TypeError("fetch failed");
  });
  const transfer = upload(service.environment, FILE, { ...OPTIONS, concurrency: 1 });
  await assert.rejects(service.time.until(transfer), { code: "NetworkOrCors" });
  await upload(bucket.page().environment, FILE, OPTIONS);
  assert.deepEqual(bucket.steps, ["list", "part 2", "part 3", "complete"]);
});

test("after a permanent failure the upload is aborted", async () => {
  const bucket = new Bucket();
  const service = bucket.page((step) =>
    step === "complete" ? errorResponse(412, "PreconditionFailed")({} as SeenRequest) : undefined,
  );
  await assert.rejects(upload(service.environment, FILE, OPTIONS), { code: "PreconditionFailed" });
  await runTurns();
  assert.deepEqual([bucket.shelf.items.size, bucket.uploads.size], [0, 0]);
});

test("a storage that throws does not fail the upload", async () => {
  const bucket = new Bucket();
  const service = bucket.page();
  const denied = () => {
    throw new DOMException("denied", "SecurityError");
  };
  service.environment.storage = { getItem: denied, setItem: denied, removeItem: denied };
  assert.equal((await upload(service.environment, FILE, OPTIONS)).via, "multipart");
});

test("a storage may return promises", async () => {
  const bucket = new Bucket();
  await interruptUpload(bucket, [1, 2]);
  const service = bucket.page();
  const { shelf } = bucket;
  service.environment.storage = {
    getItem: async (key) => shelf.getItem(key),
    setItem: async (key, value) => shelf.setItem(key, value),
    removeItem: async (key) => shelf.removeItem(key),
  };
  await upload(service.environment, FILE, OPTIONS);
  assert.deepEqual(bucket.steps, ["list", "list", "part 3", "complete"]);
  assert.equal(shelf.items.size, 0);
});

test("only the file, its address and the upload's id are stored: no header and no signature", async () => {
  const bucket = new Bucket();
  const secret = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
  const headers = { "x-amz-server-side-encryption-customer-key": secret };
  await interruptUpload(bucket, [], FILE, { ...OPTIONS, headers });
  const [remembered] = [...bucket.shelf.items];
  assert.match(
    String(remembered?.[0]),
    /^s3-signpost:upload:\["https:\/\/photos\.example\/film\.mp4","film\.mp4",12582912,1700000000000,5242880,\d+\]$/,
  );
  assert.equal(remembered?.[1], "u1");
});
