import { SignpostError } from "../../../js/errors.ts";
import { S3, type S3Options } from "../../../js/s3.ts";
import type { Transfer } from "../../../js/transfer/transfer.ts";
import type { Progress } from "../../../js/types.ts";
import type { Stack } from "../../e2e/stack.ts";
import { Random } from "../support/random.ts";
import { ClosablePage, MemoryStorage } from "./closable-page.ts";
import { OTHER_SERVER_PAGE } from "./false-responses.ts";
import { ProgressCheck } from "./progress-check.ts";
import {
  ATTEMPTS,
  hasFalseDate,
  hasStall,
  isCorrupt,
  isMultipart,
  type Moment,
  mustSucceed,
  PART_SIZE,
  type Schedule,
  scheduleOf,
} from "./schedule.ts";

/** The result of one schedule. */
export interface RunResult {
  /** `done`, `aborted`, or the code of an error. */
  outcome: string;
  /** A violated guarantee. */
  violation: string | undefined;
}

/** Milliseconds after which a transfer that has not ended is reported as hanging. */
const HANG_TIMEOUT = 60_000;
/** Many more requests than any schedule takes, with its retries, restarts and HEADs. */
const MAX_REQUESTS = 120;
/** Milliseconds in which an abort must remove its upload in the background. */
const CLEANUP_TIMEOUT = 10_000;

/** Runs schedules against one stack, one after the other, because the stack's faults and clock apply to all requests. */
export class FaultRunner {
  readonly #stack: Stack;
  readonly #seed: number;
  readonly #s3: S3;
  /** Client and progress check of the latest transfer. */
  #client: S3 | undefined;
  #progress = new ProgressCheck();
  readonly #stored = new Map<number, Uint8Array<ArrayBuffer>>();

  constructor(stack: Stack, seed: number) {
    this.#stack = stack;
    this.#seed = seed;
    this.#s3 = this.#newClient();
  }

  async run(index: number): Promise<RunResult> {
    const schedule = scheduleOf(this.#seed, index);
    const result =
      schedule.operation === "download"
        ? await this.#download(schedule)
        : await this.#upload(schedule, `run/${index}`);
    await this.#reset();
    const { outcome } = result;
    const violation =
      result.violation ?? this.#progress.violation ?? (await this.#isDisabled(schedule));
    if (violation) return { outcome, violation };
    if (outcome === "Stalled") {
      // A busy machine can cause another stall if the stall timeout is short.
      const isExpected = hasStall(schedule);
      return {
        outcome,
        violation: isExpected ? undefined : "it stalled without a fault that stalls",
      };
    }
    if (outcome === "done" || !mustSucceed(schedule)) return result;
    return {
      outcome,
      violation: `it failed although ${ATTEMPTS} attempts are more than its faults`,
    };
  }

  async #download(schedule: Schedule): Promise<RunResult> {
    const { size, range, to, replace } = schedule;
    const bytes = await this.#storedObject(size);
    const another = new Random(this.#seed + 1, size).bytes(size);
    const wanted = (of: Uint8Array) =>
      range ? of.subarray(range.start, range.end === undefined ? of.length : range.end + 1) : of;
    await this.#injectFaults(schedule);
    const received: Uint8Array[] = [];
    let end = "none";
    const writable = new WritableStream<Uint8Array>({
      write: (chunk) => {
        received.push(chunk);
      },
      close: () => {
        end = "closed";
      },
      abort: () => {
        end = "aborted";
      },
    });
    const work = async (onProgress: (progress: Progress) => void, onStart: OnStart) => {
      const transfer = this.#newClient(schedule).download(`object/${size}`, {
        to: to === "writable" ? writable : to,
        onProgress,
        ...(range ? { range } : {}),
      });
      onStart(transfer);
      const { blob, stream } = await transfer;
      if (blob) received.push(new Uint8Array(await blob.arrayBuffer()));
      for await (const chunk of stream ?? []) received.push(chunk);
    };
    let replaced: Promise<void> | undefined;
    let isOver = false;
    const outcome = await this.#run(schedule, work, () => {
      if (!isOver) replaced = this.#put(`object/${size}`, another);
    });
    isOver = true;
    await replaced;
    await this.#reset();
    if (replaced) await this.#put(`object/${size}`, bytes);
    const done = outcome.outcome === "done";
    const bytesReceived = Buffer.concat(received);
    const objects = [bytes];
    if (replace) objects.push(another);
    if (mayReceiveOtherPage(schedule)) objects.push(new TextEncoder().encode(OTHER_SERVER_PAGE));
    const isSame = objects.some((stored) =>
      bytesReceived.equals(
        done ? wanted(stored) : wanted(stored).subarray(0, bytesReceived.length),
      ),
    );
    // A stream has delivered a wrong byte before the checksum at its end detects it.
    if (!isSame && (done || !isCorrupt(schedule)))
      return {
        ...outcome,
        violation: `${bytesReceived.length} bytes, which are not the stored ones`,
      };
    if (to === "writable" && done !== (end === "closed")) {
      return { ...outcome, violation: `the writable's end: ${end}` };
    }
    return outcome;
  }

  async #upload(schedule: Schedule, key: string): Promise<RunResult> {
    const bytes = new Random(this.#seed, schedule.size).bytes(schedule.size);
    const { operation, overwrite } = schedule;
    await this.#injectFaults(schedule);
    const work = async (onProgress: (progress: Progress) => void, onStart: OnStart) => {
      const options = { key, partSize: PART_SIZE, onProgress };
      const via =
        operation === "resumed" ? "multipart" : (operation as "put" | "post" | "multipart");
      const resumable = operation === "resumed";
      const file = new File([bytes], key, { lastModified: 0 });
      const storage = resumable ? await this.#uploadInClosedPage(schedule, file, key) : undefined;
      const client = this.#newClient(schedule, storage ? { storage } : {});
      const transfer = client.upload(file, { ...options, via, resumable, overwrite });
      onStart(transfer);
      await transfer;
    };
    const outcome = await this.#run(schedule, work);
    if (outcome.violation) return outcome;
    if (isMultipart(operation)) {
      const left = await this.#unfinishedUploads(key, allowedUnfinished(schedule, outcome.outcome));
      if (left) return { ...outcome, violation: left };
    }
    await this.#reset();
    const stored = await this.#fetch(key);
    await this.#s3.delete(key);
    if (stored ? stored.equals(bytes) : outcome.outcome !== "done") return outcome;
    return { ...outcome, violation: stored ? "an object with other bytes" : "done, and no object" };
  }

  /** Starts a resumable upload in a page that is then closed; returns the browser's storage. */
  async #uploadInClosedPage(schedule: Schedule, file: File, key: string): Promise<MemoryStorage> {
    const { close } = schedule;
    const pageStorage = new MemoryStorage();
    const page = new ClosablePage(pageStorage);
    let reports = 0;
    const onProgress = () => {
      reports += 1;
      if (reports === close?.report) afterTurns(close.turns, () => page.close());
    };
    const { fetch, storage } = page;
    const options = { key, via: "multipart", partSize: PART_SIZE, resumable: true } as const;
    const transfer = this.#newClient(schedule, { fetch, storage }).upload(file, {
      ...options,
      onProgress,
    });
    const ended = transfer.catch(() => {});
    await Promise.race([ended, page.closed]);
    page.close();
    // The closed page ignores it, but its timers would keep this process alive.
    transfer.abort();
    return pageStorage;
  }

  /** Runs a transfer with its pause and its abort. An error of another class than ours is a violation. */
  async #run(schedule: Schedule, work: Work, onReplace = () => {}): Promise<RunResult> {
    const { pause, abort, replace } = schedule;
    let transfer: Transfer<unknown> | undefined;
    let reports = 0;
    const check = new ProgressCheck();
    this.#progress = check;
    const onProgress = (progress: Progress) => {
      reports += 1;
      check.add(progress);
      at(pause, () => {
        transfer?.pause();
        setImmediate(() => transfer?.resume());
      });
      at(abort, () => transfer?.abort());
      at(replace, onReplace);
    };
    const at = (moment: Moment | undefined, act: () => void) => {
      if (reports === moment?.report) afterTurns(moment.turns, act);
    };
    const onStart = (started: Transfer<unknown>) => {
      transfer = started;
    };
    let timer: ReturnType<typeof setTimeout> | undefined;
    const hangs = new Promise<"hangs">((resolve) => {
      timer = setTimeout(() => resolve("hangs"), HANG_TIMEOUT);
    });
    try {
      const ended = await Promise.race([work(onProgress, onStart), hangs]);
      if (ended !== "hangs") {
        // A stream is read to its end shortly before its transfer is done.
        await new Promise(setImmediate);
        check.end("done");
        return {
          outcome: "done",
          violation: check.violation ?? (await this.#hasTooManyRequests()),
        };
      }
      return { outcome: "hangs", violation: `it has not ended after ${HANG_TIMEOUT} ms` };
    } catch (error) {
      check.end("failed");
      if (error instanceof SignpostError) {
        return {
          outcome: error.code,
          violation: check.violation ?? (await this.#hasTooManyRequests()),
        };
      }
      const aborted = error instanceof DOMException && error.name === "AbortError";
      if (aborted && abort) return { outcome: "aborted", violation: check.violation };
      return { outcome: "untyped", violation: `an error of another class: ${String(error)}` };
    } finally {
      clearTimeout(timer);
    }
  }

  /** A false response may not disable a client after the service responds correctly again. */
  async #isDisabled(schedule: Schedule): Promise<string | undefined> {
    if (!hasFalseDate(schedule) || schedule.clockOffsetSeconds !== 0) return undefined;
    return this.#client?.head("run/nothing").then(
      () => "an object that was never stored",
      (error) => (error.code === "NotFound" ? undefined : `the client fails afterwards: ${error}`),
    );
  }

  /** Reports a transfer that repeats requests without progress. */
  async #hasTooManyRequests(): Promise<string | undefined> {
    const response = await fetch(`${this.#stack.ready.identity}/_stack/requests`);
    const { length } = (await response.json()) as unknown[];
    return length > MAX_REQUESTS ? `${length} requests` : undefined;
  }

  /** Waits until there are no more unfinished uploads of the key than `allowed`. */
  async #unfinishedUploads(key: string, allowed: number): Promise<string | undefined> {
    const until = Date.now() + CLEANUP_TIMEOUT;
    for (;;) {
      const left = await this.#countUnfinished(key);
      if (left <= allowed) return undefined;
      if (Date.now() > until) return `${left} unfinished uploads, of which ${allowed} are allowed`;
    }
  }

  async #countUnfinished(key: string): Promise<number> {
    const { url } = await this.#s3.presign({ query: { uploads: "", prefix: key } });
    // Remaining faults may affect this request too.
    const text = await fetch(url, { signal: AbortSignal.timeout(1_000) })
      .then((response) => response.text())
      .catch(() => "");
    return text.includes("</ListMultipartUploadsResult>")
      ? [...text.matchAll(/<UploadId>/g)].length
      : Number.POSITIVE_INFINITY;
  }

  async #storedObject(size: number): Promise<Uint8Array<ArrayBuffer>> {
    const known = this.#stored.get(size);
    if (known) return known;
    const bytes = new Random(this.#seed, size).bytes(size);
    await this.#put(`object/${size}`, bytes);
    this.#stored.set(size, bytes);
    return bytes;
  }

  async #put(key: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    const { url } = await this.#s3.presign({ key, method: "PUT" });
    const response = await fetch(url, { method: "PUT", body: bytes });
    if (!response.ok) throw new Error(`The stack responded to a PUT with ${response.status}.`);
  }

  async #fetch(key: string): Promise<Buffer | undefined> {
    const { url } = await this.#s3.presign(key);
    const response = await fetch(url);
    const bytes = Buffer.from(await response.arrayBuffer());
    if (response.ok) return bytes;
    if (response.status === 404) return undefined;
    throw new Error(`The stack responded to a GET with ${response.status}.`);
  }

  async #injectFaults({ faults, clockOffsetSeconds }: Schedule): Promise<void> {
    this.#s3.clockOffset = clockOffsetSeconds * 1_000;
    if (clockOffsetSeconds !== 0) await this.#stack.changeSettings({ clockOffsetSeconds });
    if (faults.length === 0) return;
    const response = await fetch(`${this.#stack.ready.identity}/_stack/faults`, {
      method: "POST",
      body: JSON.stringify(faults),
    });
    if (!response.ok) throw new Error(`The stack rejected the faults: ${await response.text()}`);
  }

  async #reset(): Promise<void> {
    await this.#stack.reset();
    this.#s3.clockOffset = 0;
  }

  #newClient(schedule?: Schedule, options: Partial<S3Options> = {}): S3 {
    const { s3, region, bucket, accessKeyId, secretAccessKey } = this.#stack.ready;
    const key = { accessKeyId, secretAccessKey };
    const client = new S3({
      endpoint: s3,
      region,
      bucket,
      credentials: schedule?.canRenewCredentials ? async () => ({ ...key }) : key,
      retry: {
        attempts: ATTEMPTS,
        baseDelay: 1,
        maxDelay: 8,
        // A busy machine must not make a transfer look stalled.
        stallTimeout: schedule && hasStall(schedule) ? 250 : 30_000,
      },
      ...options,
    });
    this.#client = client;
    return client;
  }
}

function afterTurns(turns: number, act: () => void): void {
  if (turns === 0) act();
  else setImmediate(() => afterTurns(turns - 1, act));
}

type OnStart = (transfer: Transfer<unknown>) => void;
type Work = (onProgress: (progress: Progress) => void, onStart: OnStart) => Promise<void>;

/** Returns whether a download may receive the page of another server. */
function mayReceiveOtherPage({ faults }: Schedule): boolean {
  return faults.some(({ effect }) => effect.type === "reply");
}

/**
 * Returns the number of unfinished uploads that may remain: one whose id was lost with a response or with the page, one whose
 * AbortMultipartUpload always failed, and a resumable one that failed.
 */
function allowedUnfinished({ faults, operation }: Schedule, outcome: string): number {
  let allowed = 0;
  if (operation === "resumed") allowed += outcome === "done" || outcome === "aborted" ? 1 : 2;
  let failedAborts = 0;
  for (const { method, times, effect } of faults) {
    // The request created an upload, but its response was lost or unreadable.
    if (method === "POST" && effect.type !== "delay" && effect.type !== "error") allowed += times;
    if (method !== "DELETE" || effect.type === "delay") continue;
    failedAborts += effect.type === "error" && effect.status === 403 ? ATTEMPTS : times;
  }
  return failedAborts >= ATTEMPTS ? Number.POSITIVE_INFINITY : allowed;
}
