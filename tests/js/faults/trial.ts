import { SignpostError } from "../../../js/errors.ts";
import { S3, type S3Options } from "../../../js/s3.ts";
import type { Transfer } from "../../../js/transfer/transfer.ts";
import type { Progress } from "../../../js/types.ts";
import type { Stack } from "../../e2e/stack.ts";
import { FOREIGN } from "./lies.ts";
import { LostPage, Shelf } from "./lost-page.ts";
import { ProgressJudge } from "./progress-judge.ts";
import { Random } from "./random.ts";
import {
  ATTEMPTS,
  hasFalseDate,
  hasStall,
  inParts,
  isBearable,
  isCorrupt,
  type Moment,
  PART_SIZE,
  type Schedule,
  scheduleOf,
} from "./schedule.ts";

/** What came of one schedule: `done`, `aborted`, or an error's code; and what must never happen. */
export interface Verdict {
  outcome: string;
  wrong: string | undefined;
}

/** A transfer that neither ends nor fails in so many milliseconds hangs. */
const PATIENCE = 60_000;
/** Far more than any schedule takes, its retries, restarts and HEADs included. */
const MOST_REQUESTS = 120;
/** An abort is cleared up behind the caller's back; it has so long for that, in milliseconds. */
const CLEARING = 10_000;

/** Tries transfers against one stack, one after the other: its faults and its clock are for all of it. */
export class Trial {
  readonly #stack: Stack;
  readonly #seed: number;
  readonly #s3: S3;
  /** Client and progress judge of the latest transfer. */
  #client: S3 | undefined;
  #judge = new ProgressJudge();
  readonly #stored = new Map<number, Uint8Array<ArrayBuffer>>();

  constructor(stack: Stack, seed: number) {
    this.#stack = stack;
    this.#seed = seed;
    this.#s3 = this.#newClient();
  }

  async run(index: number): Promise<Verdict> {
    const schedule = scheduleOf(this.#seed, index);
    const verdict =
      schedule.way === "download"
        ? await this.#download(schedule)
        : await this.#upload(schedule, `trial/${index}`);
    await this.#calm();
    const { outcome } = verdict;
    const wrong = verdict.wrong ?? this.#judge.wrong ?? (await this.#isDisabled(schedule));
    if (wrong) return { outcome, wrong };
    if (outcome === "Stalled") {
      // A stall may befall a busy machine besides, if the time for it is short.
      const isExpected = hasStall(schedule);
      return { outcome, wrong: isExpected ? undefined : "it stalled, and nothing made it stall" };
    }
    if (outcome === "done" || !isBearable(schedule)) return verdict;
    return { outcome, wrong: `it gave up, though ${ATTEMPTS} tries outlast the faults` };
  }

  async #download(schedule: Schedule): Promise<Verdict> {
    const { size, range, to, replace } = schedule;
    const bytes = await this.#storedObject(size);
    const another = new Random(this.#seed + 1, size).bytes(size);
    const wanted = (of: Uint8Array) =>
      range ? of.subarray(range.start, range.end === undefined ? of.length : range.end + 1) : of;
    await this.#befall(schedule);
    const received: Uint8Array[] = [];
    let ending = "none";
    const writable = new WritableStream<Uint8Array>({
      write: (chunk) => {
        received.push(chunk);
      },
      close: () => {
        ending = "closed";
      },
      abort: () => {
        ending = "aborted";
      },
    });
    const work = async (onProgress: (progress: Progress) => void, own: Own) => {
      const transfer = this.#newClient(schedule).download(`object/${size}`, {
        to: to === "writable" ? writable : to,
        onProgress,
        ...(range ? { range } : {}),
      });
      own(transfer);
      const { blob, stream } = await transfer;
      if (blob) received.push(new Uint8Array(await blob.arrayBuffer()));
      for await (const chunk of stream ?? []) received.push(chunk);
    };
    let replaced: Promise<void> | undefined;
    let over = false;
    const outcome = await this.#steer(schedule, work, () => {
      if (!over) replaced = this.#put(`object/${size}`, another);
    });
    over = true;
    await replaced;
    await this.#calm();
    if (replaced) await this.#put(`object/${size}`, bytes);
    const done = outcome.outcome === "done";
    const got = Buffer.concat(received);
    const objects = [bytes];
    if (replace) objects.push(another);
    if (isForeign(schedule)) objects.push(new TextEncoder().encode(FOREIGN));
    const same = objects.some((stored) =>
      got.equals(done ? wanted(stored) : wanted(stored).subarray(0, got.length)),
    );
    // A stream has handed the wrong byte on before the checksum at its end can tell.
    if (!same && (done || !isCorrupt(schedule)))
      return { ...outcome, wrong: `${got.length} bytes, and not those stored` };
    if (to === "writable" && done !== (ending === "closed")) {
      return { ...outcome, wrong: `the writable's end: ${ending}` };
    }
    return outcome;
  }

  async #upload(schedule: Schedule, key: string): Promise<Verdict> {
    const bytes = new Random(this.#seed, schedule.size).bytes(schedule.size);
    const { way } = schedule;
    await this.#befall(schedule);
    const work = async (onProgress: (progress: Progress) => void, own: Own) => {
      const options = { key, partSize: PART_SIZE, onProgress };
      const via = way === "resumed" ? "multipart" : (way as "put" | "post" | "multipart");
      const resumable = way === "resumed";
      const file = new File([bytes], key, { lastModified: 0 });
      const storage = resumable ? await this.#lose(schedule, file, key) : undefined;
      const client = this.#newClient(schedule, storage ? { storage } : {});
      const transfer = client.upload(file, { ...options, via, resumable });
      own(transfer);
      await transfer;
    };
    const outcome = await this.#steer(schedule, work);
    if (outcome.wrong) return outcome;
    if (inParts(way)) {
      const left = await this.#leftOver(key, excusedOf(schedule, outcome.outcome));
      if (left) return { ...outcome, wrong: left };
    }
    await this.#calm();
    const stored = await this.#fetch(key);
    await this.#s3.delete(key);
    if (stored ? stored.equals(bytes) : outcome.outcome !== "done") return outcome;
    return { ...outcome, wrong: stored ? "an object with other bytes" : "done, and no object" };
  }

  /** Begins a resumable upload in a page that is closed on the way; what the browser remembers of it. */
  async #lose(schedule: Schedule, file: File, key: string): Promise<Shelf> {
    const { close } = schedule;
    const shelf = new Shelf();
    const page = new LostPage(shelf);
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
    // Of no effect but on the timers of a page that is no more, which would hold this process.
    transfer.abort();
    return shelf;
  }

  /** Runs it with its pause and its abort; anything but an error of ours is wrong. */
  async #steer(schedule: Schedule, work: Work, onReplace = () => {}): Promise<Verdict> {
    const { pause, abort, replace } = schedule;
    let transfer: Transfer<unknown> | undefined;
    let reports = 0;
    const judge = new ProgressJudge();
    this.#judge = judge;
    const onProgress = (progress: Progress) => {
      reports += 1;
      judge.see(progress);
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
    const own = (begun: Transfer<unknown>) => {
      transfer = begun;
    };
    let timer: ReturnType<typeof setTimeout> | undefined;
    const hangs = new Promise<"hangs">((resolve) => {
      timer = setTimeout(() => resolve("hangs"), PATIENCE);
    });
    try {
      const ended = await Promise.race([work(onProgress, own), hangs]);
      if (ended !== "hangs") {
        // A stream has been read to its end a moment before its transfer is done.
        await new Promise(setImmediate);
        judge.end("done");
        return { outcome: "done", wrong: judge.wrong ?? (await this.#tooMany()) };
      }
      return { outcome: "hangs", wrong: `neither done nor failed after ${PATIENCE} ms` };
    } catch (error) {
      judge.end("failed");
      if (error instanceof SignpostError) {
        return { outcome: error.code, wrong: judge.wrong ?? (await this.#tooMany()) };
      }
      const aborted = error instanceof DOMException && error.name === "AbortError";
      if (aborted && abort) return { outcome: "aborted", wrong: judge.wrong };
      return { outcome: "untyped", wrong: `an error of no type: ${String(error)}` };
    } finally {
      clearTimeout(timer);
    }
  }

  /** A lie must not disable a client after the service is honest again. */
  async #isDisabled(schedule: Schedule): Promise<string | undefined> {
    if (!hasFalseDate(schedule) || schedule.clockOffsetSeconds !== 0) return undefined;
    return this.#client?.head("trial/nothing").then(
      () => "an object that nobody stored",
      (error) => (error.code === "NotFound" ? undefined : `then the client fails: ${error}`),
    );
  }

  /** A transfer that neither gains nor gives up is endless work, even if its end comes. */
  async #tooMany(): Promise<string | undefined> {
    const reply = await fetch(`${this.#stack.ready.identity}/_stack/requests`);
    const { length } = (await reply.json()) as unknown[];
    return length > MOST_REQUESTS ? `${length} requests` : undefined;
  }

  /** Unfinished uploads of the key, once they are as few as they may be, or have had their time. */
  async #leftOver(key: string, excused: number): Promise<string | undefined> {
    const until = Date.now() + CLEARING;
    for (;;) {
      const left = await this.#unfinished(key);
      if (left <= excused) return undefined;
      if (Date.now() > until) return `${left} unfinished uploads, of which ${excused} are excused`;
    }
  }

  async #unfinished(key: string): Promise<number> {
    const { url } = await this.#s3.presign({ query: { uploads: "", prefix: key } });
    // What is left of the faults may befall this too.
    const text = await fetch(url, { signal: AbortSignal.timeout(1_000) })
      .then((reply) => reply.text())
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
    const reply = await fetch(url, { method: "PUT", body: bytes });
    if (!reply.ok) throw new Error(`The stack answered a PUT with ${reply.status}.`);
  }

  async #fetch(key: string): Promise<Buffer | undefined> {
    const { url } = await this.#s3.presign(key);
    const reply = await fetch(url);
    const bytes = Buffer.from(await reply.arrayBuffer());
    if (reply.ok) return bytes;
    if (reply.status === 404) return undefined;
    throw new Error(`The stack answered a GET with ${reply.status}.`);
  }

  async #befall({ faults, clockOffsetSeconds }: Schedule): Promise<void> {
    this.#s3.clockOffset = clockOffsetSeconds * 1_000;
    if (clockOffsetSeconds !== 0) await this.#stack.change({ clockOffsetSeconds });
    if (faults.length === 0) return;
    const reply = await fetch(`${this.#stack.ready.identity}/_stack/faults`, {
      method: "POST",
      body: JSON.stringify(faults),
    });
    if (!reply.ok) throw new Error(`The stack refused the faults: ${await reply.text()}`);
  }

  async #calm(): Promise<void> {
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
      credentials: schedule?.renewable ? async () => ({ ...key }) : key,
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

type Own = (transfer: Transfer<unknown>) => void;
type Work = (onProgress: (progress: Progress) => void, own: Own) => Promise<void>;

/**
 * How many unfinished uploads may stay: one whose id was lost with a reply, or with the page, cannot be
 * ended by anyone who does not list them all, nor one whose end the service refused to the last; and a
 * resumable one that failed waits for the next try.
 */
function isForeign({ faults }: Schedule): boolean {
  return faults.some(({ effect }) => effect.type === "reply");
}

function excusedOf({ faults, way }: Schedule, outcome: string): number {
  let excused = 0;
  if (way === "resumed") excused += outcome === "done" || outcome === "aborted" ? 1 : 2;
  let refused = 0;
  for (const { method, times, effect } of faults) {
    // A request that created an upload, but whose reply was lost or unreadable.
    if (method === "POST" && effect.type !== "delay" && effect.type !== "error") excused += times;
    if (method !== "DELETE" || effect.type === "delay") continue;
    refused += effect.type === "error" && effect.status === 403 ? ATTEMPTS : times;
  }
  return refused >= ATTEMPTS ? Number.POSITIVE_INFINITY : excused;
}
