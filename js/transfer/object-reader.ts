import { PresignError, ServiceError, TransferError } from "../errors.ts";
import type { Attempt } from "./attempt.ts";
import type { TransferControl } from "./control.ts";
import { interrupted, objectChanged } from "./failures.ts";
import { type HttpReply, send } from "./http.ts";
import { type ObjectInfo, readObjectInfo } from "./object-info.ts";
import { Retry } from "./retry.ts";
import type { Verification } from "./verification.ts";

/** Bytes `start` to `end`, both counted from 0 and both included; without `end`, to the last byte. */
export interface ByteRange {
  start: number;
  end?: number;
}

export interface ObjectSource {
  bucket: string;
  key: string;
  range?: ByteRange | undefined;
  versionId?: string | undefined;
  /** Bytes of the object, asked for where the reply to the range does not tell. */
  sizeOf(): Promise<number>;
  verification: Verification;
  /** Forgets the bytes given so far; absent where they are gone for good. */
  restart?: (() => void) | undefined;
}

interface Connection {
  attempt: Attempt;
  reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>;
  /** Bytes to drop first: those of a service that knows no ranges. */
  skip: number;
}

/**
 * Reads an object's bytes in order, over as many requests as it takes.
 *
 * After a cut, a stall or a 5xx it asks for the rest by `Range`, on condition that the object is still
 * the same (`If-Match`). Fails with `ObjectChanged` where it is not, and with `Interrupted` where the
 * rest cannot be asked for: the body is compressed on the way, or nothing tells one object from another.
 */
export class ObjectReader {
  readonly #control: TransferControl;
  readonly #source: ObjectSource;
  readonly #retry: Retry;
  readonly #start: number;
  #connection: Connection | undefined;
  #info: ObjectInfo | undefined;
  #lastModified: string | undefined;
  /** Bytes to deliver; unknown where the body is compressed. */
  #total: number | undefined;
  #encoded = false;
  #received = 0;
  #attempts = 1;
  #sendCondition = true;

  constructor(control: TransferControl, source: ObjectSource) {
    this.#control = control;
    this.#source = source;
    this.#retry = new Retry(control);
    this.#start = source.range?.start ?? 0;
    checkRange(source.range);
  }

  /** Connects, and returns what the reply tells about the object. */
  async open(): Promise<ObjectInfo> {
    while (!this.#connection) {
      try {
        this.#connection = await this.#connect();
      } catch (error) {
        await this.#retry.after(error);
      }
    }
    return this.#info as ObjectInfo;
  }

  /**
   * The next bytes; undefined at the end, once they are verified where they can be. Silence counts only while
   * this waits.
   */
  async read(): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const { verification } = this.#source;
    const chunk = await this.#next();
    if (chunk) {
      verification.update(chunk);
    } else if (verification.isRunning) {
      this.#control.meter.verifying();
      const info = this.#info as ObjectInfo;
      const end = verification.finish(info, this.#received, this.#attempts);
      await this.#control.unlessAborted(end);
    }
    return chunk;
  }

  async #next(): Promise<Uint8Array<ArrayBuffer> | undefined> {
    for (;;) {
      try {
        this.#connection ??= await this.#connect();
        const chunk = await this.#readFrom(this.#connection);
        if (chunk) this.#retry.gained();
        return chunk;
      } catch (error) {
        this.#disconnect();
        // Cut between the last byte and the end: there is nothing left to ask for.
        if (this.#isWhole() && !this.#control.signal.aborted) return undefined;
        this.#prepareToResume(error);
        await this.#retry.after(error);
      }
    }
  }

  /** Frees the connection. */
  cancel(): void {
    this.#source.verification.cancel();
    this.#disconnect();
  }

  async #readFrom(connection: Connection): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const { attempt, reader } = connection;
    const left = this.#limit();
    while (left === undefined || this.#received < left) {
      attempt.moved();
      const { done, value } = await attempt.race(reader.read()).catch((cause) => {
        throw attempt.reasonFor(interrupted(attempt.number, cause));
      });
      attempt.rest();
      if (done) {
        if (this.#total !== undefined && this.#received < this.#total)
          throw interrupted(attempt.number);
        break;
      }
      const wanted = this.#wantedOf(value, connection);
      if (wanted.length === 0) continue;
      this.#received += wanted.length;
      this.#control.meter.update(this.#received);
      return wanted;
    }
    this.#disconnect();
    return undefined;
  }

  #isWhole(): boolean {
    return !this.#encoded && this.#total !== undefined && this.#received >= this.#total;
  }

  /** Where to stop although more may come: only a service that ignores `Range` sends more than asked. */
  #limit(): number | undefined {
    return this.#encoded || this.#source.range?.end === undefined ? undefined : this.#total;
  }

  #wantedOf(chunk: Uint8Array<ArrayBuffer>, connection: Connection): Uint8Array<ArrayBuffer> {
    const skipped = Math.min(connection.skip, chunk.length);
    connection.skip -= skipped;
    const limit = this.#limit();
    const end = limit === undefined ? chunk.length : skipped + limit - this.#received;
    return chunk.subarray(skipped, end);
  }

  async #connect(): Promise<Connection> {
    const attempt = await this.#retry.begin();
    try {
      const reply = await attempt.race(this.#request(attempt));
      const skip = await this.#accept(reply, attempt);
      attempt.rest();
      const body = reply.body ?? new Blob().stream();
      this.#control.meter.transferring(this.#total);
      return { attempt, reader: body.getReader(), skip };
    } catch (error) {
      attempt.cut(error);
      this.#control.finish(attempt);
      throw error;
    }
  }

  async #request(attempt: Attempt): Promise<HttpReply> {
    this.#attempts = attempt.number;
    this.#control.meter.begin(attempt.number, this.#received, this.#total);
    const { verification } = this.#source;
    const asking = this.#info ? undefined : verification.headers;
    if (!asking) return this.#send(attempt);
    return this.#send(attempt, asking).catch((error) => {
      if (!verification.canDoWithout(error)) throw error;
      return this.#send(attempt);
    });
  }

  async #send(attempt: Attempt, asking?: Record<string, string>): Promise<HttpReply> {
    const { environment } = this.#control;
    const { bucket, key, versionId } = this.#source;
    const signed = await environment.signer.presign(
      {
        bucket,
        key,
        method: "GET",
        ...(asking ? { headers: asking } : {}),
        ...(versionId === undefined ? {} : { query: { versionId } }),
      },
      attempt.signal,
    );
    const headers = { ...signed.headers, ...this.#conditions() };
    try {
      return await send(environment, { method: "GET", url: signed.url, headers, signed }, attempt);
    } catch (error) {
      throw this.#received > 0 ? this.#resumeError(error, attempt) : error;
    }
  }

  #conditions(): Record<string, string> {
    const from = this.#start + this.#received;
    const { range } = this.#source;
    if (!range && from === 0) return {};
    const headers: Record<string, string> = { range: `bytes=${from}-${range?.end ?? ""}` };
    if (this.#received === 0 || !this.#sendCondition) return headers;
    const etag = strongEtag(this.#info);
    if (etag) headers["if-match"] = etag;
    else if (this.#lastModified) headers["if-unmodified-since"] = this.#lastModified;
    return headers;
  }

  #resumeError(error: unknown, attempt: Attempt): unknown {
    if (error instanceof ServiceError && (error.status === 412 || error.status === 416)) {
      return objectChanged(attempt.number);
    }
    // CORS may forbid the condition, which a page cannot tell from a broken network. The reply's own ETag
    // or date is compared in any case, so going on without the header is as safe.
    if (error instanceof TransferError && error.code === "NetworkOrCors")
      this.#sendCondition = false;
    return error;
  }

  /** Takes in a reply's headers; returns how many bytes of its body come before the wanted ones. */
  async #accept(reply: HttpReply, attempt: Attempt): Promise<number> {
    const { headers, status } = reply;
    const wantedFrom = this.#start + this.#received;
    const contentRange = readContentRange(headers.get("content-range"));
    if (this.#info) this.#checkUnchanged(headers, contentRange?.size, attempt);
    else await this.#learn(reply, contentRange?.size, attempt);
    const beginsAt = status === 206 ? (contentRange?.start ?? wantedFrom) : 0;
    if (beginsAt > wantedFrom) throw interrupted(attempt.number);
    return wantedFrom - beginsAt;
  }

  async #learn(
    { headers, status }: HttpReply,
    sizeInRange: number | undefined,
    attempt: Attempt,
  ): Promise<void> {
    const { bucket, key, range, verification } = this.#source;
    const contentLength = Number(headers.get("content-length") ?? Number.NaN);
    const known = sizeInRange ?? sizeFrom(contentLength, status === 206 ? range : undefined);
    const size = known ?? (await this.#source.sizeOf());
    this.#encoded = isEncoded(headers);
    this.#lastModified = headers.get("last-modified") ?? undefined;
    const info = readObjectInfo(bucket, key, size, headers);
    await verification.learn(info, this.#encoded, attempt.number);
    this.#info = info;
    const end = Math.min(range?.end ?? Number.POSITIVE_INFINITY, size - 1);
    if (!this.#encoded && !Number.isNaN(end)) this.#total = Math.max(0, end - this.#start + 1);
  }

  #checkUnchanged(headers: Headers, size: number | undefined, attempt: Attempt): void {
    const info = this.#info as ObjectInfo;
    const etag = headers.get("etag");
    const lastModified = headers.get("last-modified");
    const changed =
      (info.etag && etag && info.etag !== etag) ||
      (this.#lastModified && lastModified && this.#lastModified !== lastModified) ||
      (size !== undefined && size !== info.size);
    if (changed) throw objectChanged(attempt.number);
  }

  #prepareToResume(error: unknown): void {
    if (this.#received === 0 || this.#control.signal.aborted) return;
    const known = strongEtag(this.#info) || this.#lastModified;
    if (known && !this.#encoded) return;
    if (!this.#source.restart) throw notResumable(error);
    this.#source.restart();
    this.#source.verification.restart();
    this.#received = 0;
  }

  #disconnect(): void {
    const connection = this.#connection;
    if (!connection) return;
    this.#connection = undefined;
    this.#control.finish(connection.attempt);
    connection.reader.cancel().catch(() => {});
  }
}

function checkRange(range: ByteRange | undefined): void {
  if (!range) return;
  const { start, end } = range;
  if (Number.isSafeInteger(start) && start >= 0) {
    if (end === undefined || (Number.isSafeInteger(end) && end >= start)) return;
  }
  throw new PresignError(
    "InvalidRange",
    "`range` needs whole numbers with 0 <= start <= end; both ends are included.",
    { field: "range" },
  );
}

function strongEtag(info: ObjectInfo | undefined): string | undefined {
  return info?.etag?.startsWith("W/") ? undefined : info?.etag;
}

function isEncoded(headers: Headers): boolean {
  const encoding = headers.get("content-encoding")?.toLowerCase() ?? "";
  // Only what browsers decode changes the count of bytes; `aws-chunked` for one stays a mere label.
  return /\b(gzip|x-gzip|deflate|br|zstd|compress)\b/.test(encoding);
}

/** `bytes 0-99/1234`; the size may be `*`. */
function readContentRange(value: string | null): { start: number; size?: number } | undefined {
  const found = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(value ?? "");
  if (!found) return undefined;
  const start = Number(found[1]);
  return found[2] === "*" ? { start } : { start, size: Number(found[2]) };
}

/** The object's size from the length of what was sent: a range that came short ends at the last byte. */
function sizeFrom(contentLength: number, range: ByteRange | undefined): number | undefined {
  if (Number.isNaN(contentLength)) return undefined;
  if (!range) return contentLength;
  const { start, end } = range;
  const reachesEnd = end === undefined || contentLength < end - start + 1;
  return reachesEnd ? start + contentLength : undefined;
}

function notResumable(error: unknown): unknown {
  if (!(error instanceof TransferError)) return error;
  return new TransferError(error.code, error.message, {
    attempts: error.attempts,
    cause: error.cause,
    hint: "It cannot go on from the middle: the body is compressed on the way, or CORS hides its ETag. Add `ETag` to the bucket's `ExposeHeaders`.",
  });
}
