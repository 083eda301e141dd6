import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { beforeEach } from "node:test";
import type { BlobDownload, Transfer } from "../../js/index.ts";
import { S3 } from "../../js/s3.ts";
import { packageSession } from "./package-session.ts";
import { sampleBytes } from "./sample-bytes.ts";

declare global {
  /** The transfer in the tab, and its outcome: a digest or a key, or the code of an error. */
  var transfer: Transfer<unknown>;
  var transferred: Promise<string>;
  /** The file input for uploads. */
  var picker: HTMLInputElement;
  function sha256(bytes: ArrayBuffer): Promise<string>;
  function pausingAfter(
    started: () => Transfer<unknown>,
    after: number,
  ): (progress: { loaded: number }) => void;
  function outcome(work: () => Promise<string>): Promise<string>;
}

export const MIB = 1024 * 1024;
/** The bytes that are uploaded, and the key of their object. */
export const FILM = sampleBytes(11 * MIB);
export const KEY = "transfers/film.bin";
/** Options of the clients in the tab. On a busy machine, a transfer may pause for a second without a stall. */
export const RETRY = { baseDelay: 1, maxDelay: 10, stallTimeout: 2_000 };

export function digest(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** Prepares the transfer tests of a file: each test gets a tab with a client of the stack's long-lived key. */
export function transferSession() {
  /** A client in Node and the digest of the sample object, for comparison. */
  const reference = {} as { node: S3; sample: string };
  const session = packageSession(async ({ stack }) => {
    const { region, bucket, s3: endpoint, accessKeyId, secretAccessKey } = stack.ready;
    const credentials = { accessKeyId, secretAccessKey };
    reference.node = new S3({ region, bucket, endpoint, credentials });
    reference.sample = digest(await stored(stack.ready.sampleKey));
  });
  beforeEach(async () => {
    await session.open();
    await connect();
  });

  /** Fetches the bytes of an object. `aheadSeconds`: the offset of the stack's clock. */
  async function stored(key: string, aheadSeconds = 0): Promise<Uint8Array> {
    reference.node.clockOffset = aheadSeconds * 1_000;
    const response = await fetch((await reference.node.presign(key)).url);
    assert.equal(response.status, 200);
    return new Uint8Array(await response.arrayBuffer());
  }

  /** Returns the number of unfinished multipart uploads. */
  async function unfinishedUploads(): Promise<number> {
    const response = await fetch((await reference.node.presign({ query: { uploads: "" } })).url);
    const text = await response.text();
    assert.match(text, /<\/ListMultipartUploadsResult>/);
    return [...text.matchAll(/<UploadId>/g)].length;
  }

  /** Returns the number of requests with this method. */
  async function requestCount(method: string): Promise<number> {
    return (await session.stack.counts())[`s3 ${method}`] ?? 0;
  }

  /** Creates a client with a short stall timeout in the tab. */
  async function connect(as: "key" | "guest" = "key"): Promise<void> {
    await session.tab.page.evaluate(
      ([{ identityPoolId, identity, region, bucket, s3, ...key }, retry, as]) => {
        const credentials =
          as === "guest" ? signpost.cognito({ identityPoolId, endpoint: identity }) : key;
        globalThis.s3 = new signpost.S3({ region, bucket, endpoint: s3, credentials, retry });
        globalThis.sha256 = async (bytes) => {
          const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
          return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
        };
        globalThis.outcome = (work) =>
          work().catch((error) => (error instanceof DOMException ? error.name : error.code));
        globalThis.pausingAfter = (started, after) => {
          let left = 1;
          return ({ loaded }) => {
            if (loaded >= after && left-- > 0) started().pause();
          };
        };
        globalThis.picker = document.createElement("input");
        picker.type = "file";
        picker.id = "picker";
        document.body.append(picker);
      },
      [session.stack.ready, RETRY, as] as const,
    );
  }

  /** Starts a download in the tab, and pauses it after this many bytes. */
  async function download(key: string, pauseAfter = Number.POSITIVE_INFINITY): Promise<void> {
    await session.tab.page.evaluate(
      ([key, pauseAfter]) => {
        const started: Transfer<BlobDownload> = s3.download(key, {
          onProgress: pausingAfter(() => started, pauseAfter),
        });
        globalThis.transfer = started;
        globalThis.transferred = outcome(async () =>
          sha256(await (await started).blob.arrayBuffer()),
        );
      },
      [key, pauseAfter] as const,
    );
  }

  /** Starts an upload of the selected file, or of the film, in the tab. */
  async function upload(
    options: { via: "post" | "put" | "multipart"; resumable?: boolean },
    pauseAfter = Number.POSITIVE_INFINITY,
  ): Promise<void> {
    await session.tab.page.evaluate(
      ([key, options, size, pauseAfter]) => {
        const bytes = () => {
          const film = new Uint8Array(size);
          for (let at = 0; at < size; at += 1) film[at] = (at * 31 + (at >> 8)) % 251;
          return film;
        };
        const started = s3.upload(picker.files?.[0] ?? bytes(), {
          key,
          partSize: 5 * 1024 * 1024,
          onProgress: pausingAfter(() => started, pauseAfter),
          ...options,
        });
        globalThis.transfer = started;
        globalThis.transferred = outcome(async () => (await started).key);
      },
      [KEY, options, FILM.length, pauseAfter] as const,
    );
  }

  /** Returns the digest or the key of the completed transfer, or the code of its error. */
  function outcomeOfTransfer(): Promise<string> {
    return session.tab.page.evaluate(() => globalThis.transferred);
  }

  async function waitForPause(): Promise<void> {
    await session.tab.page.waitForFunction(() => transfer.state === "paused");
  }

  /** Pauses a download of the sample in its middle. A stall prevents it from completing before. */
  async function downloadAndPause(): Promise<void> {
    await session.stack.addFaults({ method: "GET", effect: { type: "stall", after: 3 * MIB } });
    await download(session.stack.ready.sampleKey, MIB);
    await waitForPause();
  }

  /** Pauses an upload: a single request in its middle, a multipart upload with at most one part sent. */
  async function uploadAndPause(via: "post" | "put" | "multipart" = "multipart"): Promise<void> {
    const stall = { type: "stall", of: "request", after: 1_000 } as const;
    if (via === "multipart")
      await session.stack.addFaults({ method: "PUT", skip: 1, times: 2, effect: stall });
    else await session.stack.addFaults({ method: via === "post" ? "POST" : "PUT", effect: stall });
    await upload({ via }, 1);
    await waitForPause();
  }

  async function resume(): Promise<void> {
    await session.tab.page.evaluate(() => transfer.resume());
  }

  return {
    reference,
    session,
    stored,
    unfinishedUploads,
    requestCount,
    connect,
    download,
    upload,
    outcomeOfTransfer,
    waitForPause,
    downloadAndPause,
    uploadAndPause,
    resume,
  };
}
