import { SignpostError } from "../../../../js/errors.ts";
import { S3 } from "../../../../js/s3.ts";
import type { Progress } from "../../../../js/transfer/progress.ts";
import type { Transfer } from "../../../../js/transfer/transfer.ts";
import type { Stack } from "../../../e2e/stack.ts";
import { ProgressJudge } from "./progress-judge.ts";
import { Random } from "./random.ts";
import {
  ATTEMPTS,
  isBearable,
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
/** An abort is cleared up behind the caller's back; it has so long for that, in milliseconds. */
const CLEARING = 10_000;

/** Tries transfers against one stack, one after the other: its faults and its clock are for all of it. */
export class Trial {
  readonly #stack: Stack;
  readonly #seed: number;
  readonly #s3: S3;
  readonly #stored = new Map<number, Uint8Array<ArrayBuffer>>();

  constructor(stack: Stack, seed: number) {
    this.#stack = stack;
    this.#seed = seed;
    this.#s3 = this.#client();
  }

  async run(index: number): Promise<Verdict> {
    const schedule = scheduleOf(this.#seed, index);
    const verdict =
      schedule.way === "download"
        ? await this.#download(schedule)
        : await this.#upload(schedule, `trial/${index}`);
    await this.#stack.reset();
    const { outcome, wrong } = verdict;
    // A machine that is busy enough stalls by itself.
    if (wrong || outcome === "done" || outcome === "Stalled" || !isBearable(schedule))
      return verdict;
    return { outcome, wrong: `it gave up, though ${ATTEMPTS} tries outlast the faults` };
  }

  async #download(schedule: Schedule): Promise<Verdict> {
    const { size, range, to } = schedule;
    const bytes = await this.#storedObject(size);
    const expected = range
      ? bytes.subarray(range.start, range.end === undefined ? size : range.end + 1)
      : bytes;
    await this.#befall(schedule);
    const received: Uint8Array[] = [];
    const work = async (onProgress: (progress: Progress) => void, own: Own) => {
      const transfer = this.#client().download(`object/${size}`, {
        to,
        onProgress,
        ...(range ? { range } : {}),
      });
      own(transfer);
      const { blob, stream } = await transfer;
      if (blob) received.push(new Uint8Array(await blob.arrayBuffer()));
      for await (const chunk of stream ?? []) received.push(chunk);
    };
    const outcome = await this.#steer(schedule, work);
    const got = Buffer.concat(received);
    const same =
      outcome.outcome === "done"
        ? got.equals(expected)
        : got.equals(expected.subarray(0, got.length));
    return same ? outcome : { ...outcome, wrong: `${got.length} bytes, and not those stored` };
  }

  async #upload(schedule: Schedule, key: string): Promise<Verdict> {
    const bytes = new Random(this.#seed, schedule.size).bytes(schedule.size);
    const { way, clockOffsetSeconds } = schedule;
    await this.#befall(schedule);
    const work = async (onProgress: (progress: Progress) => void, own: Own) => {
      const options = { key, partSize: PART_SIZE, onProgress };
      const via = way as "put" | "post" | "multipart";
      const transfer = this.#client().upload(bytes, { ...options, via });
      own(transfer);
      await transfer;
    };
    const outcome = await this.#steer(schedule, work);
    if (outcome.wrong) return outcome;
    if (way === "multipart" && outcome.outcome !== "done") {
      this.#s3.clockOffset = clockOffsetSeconds * 1_000;
      const left = await this.#leftOver(key, excusedOf(schedule));
      this.#s3.clockOffset = 0;
      if (left) return { ...outcome, wrong: left };
    }
    await this.#stack.reset();
    const stored = await this.#fetch(key);
    await this.#s3.delete(key);
    if (stored ? stored.equals(bytes) : outcome.outcome !== "done") return outcome;
    return { ...outcome, wrong: stored ? "an object with other bytes" : "done, and no object" };
  }

  /** Runs it with its pause and its abort; anything but an error of ours is wrong. */
  async #steer(schedule: Schedule, work: Work): Promise<Verdict> {
    const { pause, abort } = schedule;
    let transfer: Transfer<unknown> | undefined;
    let reports = 0;
    const judge = new ProgressJudge();
    const onProgress = (progress: Progress) => {
      reports += 1;
      judge.see(progress);
      at(pause, () => {
        transfer?.pause();
        setImmediate(() => transfer?.resume());
      });
      at(abort, () => transfer?.abort());
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
      if (ended !== "hangs") return { outcome: "done", wrong: judge.wrong };
      return { outcome: "hangs", wrong: `neither done nor failed after ${PATIENCE} ms` };
    } catch (error) {
      if (error instanceof SignpostError) return { outcome: error.code, wrong: judge.wrong };
      const aborted = error instanceof DOMException && error.name === "AbortError";
      if (aborted && abort) return { outcome: "aborted", wrong: judge.wrong };
      return { outcome: "untyped", wrong: `an error of no type: ${String(error)}` };
    } finally {
      clearTimeout(timer);
    }
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
    const text = await (await fetch(url)).text();
    return text.includes("</ListMultipartUploadsResult>")
      ? [...text.matchAll(/<UploadId>/g)].length
      : Number.POSITIVE_INFINITY;
  }

  async #storedObject(size: number): Promise<Uint8Array<ArrayBuffer>> {
    const known = this.#stored.get(size);
    if (known) return known;
    const bytes = new Random(this.#seed, size).bytes(size);
    const { url } = await this.#s3.presign({ key: `object/${size}`, method: "PUT" });
    const reply = await fetch(url, { method: "PUT", body: bytes });
    if (!reply.ok) throw new Error(`The stack answered a PUT with ${reply.status}.`);
    this.#stored.set(size, bytes);
    return bytes;
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
    if (clockOffsetSeconds !== 0) await this.#stack.change({ clockOffsetSeconds });
    if (faults.length === 0) return;
    const reply = await fetch(`${this.#stack.ready.identity}/_stack/faults`, {
      method: "POST",
      body: JSON.stringify(faults),
    });
    if (!reply.ok) throw new Error(`The stack refused the faults: ${await reply.text()}`);
  }

  #client(): S3 {
    const { s3, region, bucket, accessKeyId, secretAccessKey } = this.#stack.ready;
    return new S3({
      endpoint: s3,
      region,
      bucket,
      credentials: { accessKeyId, secretAccessKey },
      retry: { attempts: ATTEMPTS, baseDelay: 1, maxDelay: 8, stallTimeout: 250 },
    });
  }
}

function afterTurns(turns: number, act: () => void): void {
  if (turns === 0) act();
  else setImmediate(() => afterTurns(turns - 1, act));
}

type Own = (transfer: Transfer<unknown>) => void;
type Work = (onProgress: (progress: Progress) => void, own: Own) => Promise<void>;

/**
 * How many unfinished uploads may stay: one whose id was lost with a reply cannot be ended by anyone who
 * does not list them all, nor one whose end the service refused to the last.
 */
function excusedOf({ faults }: Schedule): number {
  let excused = 0;
  let refused = 0;
  for (const { method, times, effect } of faults) {
    if (method === "POST" && (effect.type === "cut" || effect.type === "stall")) excused += times;
    if (method !== "DELETE" || effect.type === "delay") continue;
    refused += effect.type === "error" && effect.status === 403 ? ATTEMPTS : times;
  }
  return refused >= ATTEMPTS ? Number.POSITIVE_INFINITY : excused;
}
