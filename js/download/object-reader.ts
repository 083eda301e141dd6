import { ServiceError, TransferError } from "../errors.ts";
import { type Attempt, PAUSED } from "../http/attempt.ts";
import { isWorthResuming, Retry } from "../http/retry.ts";
import { type HttpResponse, send } from "../http/send.ts";
import { transferError } from "../http/transfer-error.ts";
import type { Message } from "../messages/message.ts";
import {
  BODY_TOO_LARGE,
  COMPRESSED_IN_TRANSIT,
  CONNECTION_LOST,
  NO_VALIDATOR,
  NOT_THE_OBJECT,
  OBJECT_CHANGED,
  OBJECT_NOT_PROVEN,
} from "../messages/transfers.ts";
import { readObjectInfo } from "../objects/object-info.ts";
import type { TransferControl } from "../transfer/control.ts";
import type { ByteRange, ObjectInfo } from "../types.ts";
import { type ObjectReply, readObjectReply } from "./object-reply.ts";
import type { Verification } from "./verification.ts";

export interface ObjectSource {
  bucket: string;
  key: string;
  range?: ByteRange | undefined;
  versionId?: string | undefined;
  /** Bytes of the object with this ETag, asked for if the reply does not tell; NaN if unknown. */
  sizeOf(etag: string | undefined): Promise<number>;
  /** Most bytes of a body whose length nothing tells. Default: no limit. */
  limit?: number;
  verification: Verification;
  /** Forgets the bytes given so far; absent where they are gone for good. */
  restart?: (() => void) | undefined;
}

interface Connection {
  attempt: Attempt;
  reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>;
  /** Bytes to drop first: those of a service that knows no ranges. */
  skip: number;
  /** Bytes that may still come by what the reply announced, with those to drop. */
  left: number;
  /** The browser may be decoding the body, and CORS hide that it does: then `left` is of the bytes before. */
  mayBeEncoded: boolean;
}

/**
 * Reads an object's bytes in order, over as many requests as it takes.
 *
 * After a cut, a stall or a 5xx it asks for the rest by `Range`, on condition that the object is still
 * the same (`If-Match`). Fails with `ObjectChanged` where it is not, with `UnreadableReply` if a body has more
 * bytes than announced, and with `Interrupted` where the rest cannot be asked for: the body is compressed on the
 * way, or nothing tells one object from another. A source that can `restart` begins again instead.
 */
export class ObjectReader {
  readonly #control: TransferControl;
  readonly #source: ObjectSource;
  readonly #retry: Retry;
  readonly #start: number;
  #connection: Connection | undefined;
  /** The reply that all later ones have to agree with. */
  #first: ObjectReply | undefined;
  #info: ObjectInfo | undefined;
  /** Bytes to deliver; unknown where the body is compressed. */
  #total: number | undefined;
  #received = 0;
  /** Most bytes received from one beginning: only more than these are a gain. */
  #furthest = 0;
  #attempts = 1;
  #sendCondition = true;
  #mustRestart = false;

  constructor(control: TransferControl, source: ObjectSource) {
    this.#control = control;
    this.#source = source;
    this.#retry = new Retry(control);
    this.#start = source.range?.start ?? 0;
    const asked = this.#limit();
    if (Number.isFinite(asked)) control.meter.expect(asked);
  }

  /** The object, as the first reply describes it. */
  get info(): ObjectInfo {
    return this.#info as ObjectInfo;
  }

  /** Connects, and returns what the reply tells about the object. */
  async open(): Promise<ObjectInfo> {
    while (!this.#connection) {
      try {
        this.#connection = await this.#connect();
      } catch (error) {
        await this.#retry.waitAfter(error);
      }
    }
    return this.info;
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
      const end = verification.finish(this.info, this.#received, this.#attempts);
      await this.#control.unlessAborted(end);
    }
    return chunk;
  }

  async #next(): Promise<Uint8Array<ArrayBuffer> | undefined> {
    for (;;) {
      try {
        this.#connection ??= await this.#connect();
        const chunk = await this.#readFrom(this.#connection);
        if (this.#received > this.#furthest) {
          this.#furthest = this.#received;
          this.#retry.forgetFailures();
        }
        return chunk;
      } catch (error) {
        this.#disconnect();
        // Cut between the last byte and the end: there is nothing left to ask for.
        const isCut = error === PAUSED || isWorthResuming(error);
        if (isCut && this.#isWhole() && !this.#control.signal.aborted) return undefined;
        this.#prepareToResume(error);
        await this.#retry.waitAfter(error);
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
    for (;;) {
      // A service that ignores `Range` sends more than asked; from any other the end is awaited.
      if (this.#received >= this.#limit() && connection.left > 0) break;
      attempt.markProgress();
      const { done, value } = await attempt.race(reader.read()).catch((cause) => {
        throw attempt.reasonFor(
          transferError(CONNECTION_LOST, attempt.number, { cause, redactor: attempt.redactor() }),
        );
      });
      attempt.stopStallTimer();
      if (done) {
        if (this.#total !== undefined && this.#received < this.#total)
          throw transferError(CONNECTION_LOST, attempt.number);
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
    return this.#total !== undefined && this.#received >= this.#total;
  }

  /** Bytes to deliver at most. */
  #limit(): number {
    const { start, end } = this.#source.range ?? { start: 0 };
    if (this.#first?.encoded) return Number.POSITIVE_INFINITY;
    return this.#total ?? (end === undefined ? Number.POSITIVE_INFINITY : end - start + 1);
  }

  #wantedOf(chunk: Uint8Array<ArrayBuffer>, connection: Connection): Uint8Array<ArrayBuffer> {
    const { number } = connection.attempt;
    if (chunk.length > connection.left) {
      if (!connection.mayBeEncoded || !this.#first) {
        throw transferError(NOT_THE_OBJECT, number, { parameters: ["more bytes than announced"] });
      }
      this.#first.encoded = true;
      this.#total = undefined;
      connection.left = Number.POSITIVE_INFINITY;
    }
    connection.left -= chunk.length;
    const skipped = Math.min(connection.skip, chunk.length);
    connection.skip -= skipped;
    const wanted = chunk.subarray(skipped, skipped + this.#limit() - this.#received);
    const most = this.#total ?? this.#source.limit ?? Number.POSITIVE_INFINITY;
    if (this.#received + wanted.length > most) {
      throw transferError(BODY_TOO_LARGE, number, { parameters: [most] });
    }
    return wanted;
  }

  async #connect(): Promise<Connection> {
    const attempt = await this.#retry.begin();
    try {
      const reply = await attempt.race(this.#request(attempt));
      const place = await this.#accept(reply, attempt);
      attempt.stopStallTimer();
      const body = reply.body ?? new Blob().stream();
      this.#control.meter.transferring(this.#total);
      return { attempt, reader: body.getReader(), ...place };
    } catch (error) {
      attempt.cancel(error);
      this.#control.finish(attempt);
      throw error;
    }
  }

  async #request(attempt: Attempt): Promise<HttpResponse> {
    this.#attempts = attempt.number;
    this.#control.meter.begin(attempt.number, this.#received, this.#total);
    const { verification } = this.#source;
    const asking = this.#received > 0 ? undefined : verification.headers;
    if (!asking) return this.#send(attempt);
    return this.#send(attempt, asking).catch((error) => {
      if (!verification.canDoWithout(error)) throw error;
      return this.#send(attempt);
    });
  }

  async #send(attempt: Attempt, asking?: Record<string, string>): Promise<HttpResponse> {
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

  /** The bytes to ask for next; undefined for all of the object. */
  #asked(): ByteRange | undefined {
    const { range } = this.#source;
    const start = this.#start + this.#received;
    return range || start > 0 ? { ...range, start } : undefined;
  }

  #conditions(): Record<string, string> {
    const asked = this.#asked();
    if (!asked) return {};
    const headers: Record<string, string> = { range: `bytes=${asked.start}-${asked.end ?? ""}` };
    if (this.#received === 0 || !this.#sendCondition) return headers;
    const { etag, lastModified } = this.#first?.strong ?? {};
    if (etag) headers["if-match"] = etag;
    else if (lastModified) headers["if-unmodified-since"] = lastModified;
    return headers;
  }

  #resumeError(error: unknown, attempt: Attempt): unknown {
    if (error instanceof ServiceError && (error.status === 412 || error.status === 416)) {
      return transferError(OBJECT_CHANGED, attempt.number);
    }
    // CORS may forbid the condition, which a page cannot tell from a broken network. The reply's own ETag
    // or date is compared in any case, so going on without the header is as safe.
    if (error instanceof TransferError && error.code === "NetworkOrCors")
      this.#sendCondition = false;
    return error;
  }

  /** Takes in a reply's headers; returns what of its body is wanted. */
  async #accept(
    reply: HttpResponse,
    attempt: Attempt,
  ): Promise<Pick<Connection, "skip" | "left" | "mayBeEncoded">> {
    const asked = this.#asked();
    const read = readObjectReply(reply, asked, attempt.number);
    if (this.#first) this.#checkSame(this.#first, read, attempt);
    if (this.#received === 0) await this.#learn(reply, read, attempt);
    const { start, encoded, unplaced } = read;
    const skip = (asked?.start ?? 0) - start;
    if (skip < 0) throw transferError(CONNECTION_LOST, attempt.number);
    const { size } = this.info;
    let most = Number.isNaN(size) || encoded ? Number.POSITIVE_INFINITY : size;
    if (unplaced && !encoded) most = this.#limit() - this.#received;
    const left = read.length ?? most;
    if (left > most)
      throw transferError(NOT_THE_OBJECT, attempt.number, {
        parameters: ["more bytes than requested"],
      });
    // A page sees Content-Length, and no Content-Encoding that CORS does not expose.
    const mayBeEncoded = this.#control.environment.origin !== undefined && !unplaced && skip === 0;
    return { skip, left, mayBeEncoded: mayBeEncoded && asked === undefined };
  }

  async #learn({ headers }: HttpResponse, read: ObjectReply, attempt: Attempt): Promise<void> {
    const { bucket, key, range, verification, sizeOf } = this.#source;
    const size = read.size ?? (await sizeOf(read.etag));
    const info = readObjectInfo(bucket, key, size, headers);
    if (range && !read.encoded && size <= range.start) {
      const parameters = ["an object that ends before the range"];
      throw transferError(NOT_THE_OBJECT, attempt.number, { parameters });
    }
    verification.cancel();
    await verification.learn(info, read.encoded, attempt.number);
    this.#first = read;
    this.#info = info;
    const end = Math.min(range?.end ?? Number.POSITIVE_INFINITY, size - 1);
    const isKnown = !read.encoded && !Number.isNaN(end);
    this.#total = isKnown ? Math.max(0, end - this.#start + 1) : undefined;
  }

  /**
   * Bytes are appended only to bytes of the same object, and only a validator that the reply itself shows proves
   * that it is. That `If-Match` was sent proves nothing: caches and lesser services ignore it. CORS can hide an
   * ETag, but from all replies alike, so a reply that hides what the first one showed comes from somebody else;
   * and Last-Modified is never hidden (Fetch, "CORS-safelisted response-header name"), so that a page which sees
   * no ETag still has proof.
   */
  #checkSame(first: ObjectReply, reply: ObjectReply, attempt: Attempt): void {
    const { size } = this.info;
    const resized = Math.abs(size - (reply.size ?? size)) > 0;
    const changed =
      differ(first.etag, reply.etag) ||
      differ(first.lastModified, reply.lastModified) ||
      (resized && !first.encoded && !reply.encoded);
    if (changed) throw transferError(OBJECT_CHANGED, attempt.number);
    if (this.#received === 0) return;
    const { etag, lastModified } = first.strong;
    const same =
      (etag && etag === reply.etag) || (lastModified && lastModified === reply.lastModified);
    if (same && !reply.encoded) return;
    this.#mustRestart = this.#source.restart !== undefined;
    throw transferError(OBJECT_NOT_PROVEN, attempt.number);
  }

  #prepareToResume(error: unknown): void {
    if (this.#control.signal.aborted) return;
    const { restart } = this.#source;
    const { encoded, strong } = this.#first ?? { encoded: false, strong: {} };
    const why = encoded
      ? COMPRESSED_IN_TRANSIT
      : strong.etag || strong.lastModified
        ? undefined
        : NO_VALIDATOR;
    if (this.#received > 0 && !why && !this.#mustRestart) return;
    if (restart) {
      // The first reply may have lied, so nothing that it said is kept.
      restart();
      this.#source.verification.cancel();
      this.#first = undefined;
      this.#mustRestart = false;
      this.#received = 0;
    } else if (why && this.#received > 0 && (error === PAUSED || isWorthResuming(error))) {
      throw cannotResume(why, error, this.#attempts);
    }
  }

  #disconnect(): void {
    const connection = this.#connection;
    if (!connection) return;
    this.#connection = undefined;
    this.#control.finish(connection.attempt);
    connection.reader.cancel().catch(() => {});
  }
}

/** Returns the error of an interrupted or paused download that cannot be resumed: its own, with the hint of `message`. */
function cannotResume(message: Message, error: unknown, attempts: number): TransferError {
  if (!(error instanceof TransferError)) return transferError(message, attempts);
  const { code, message: text, cause, retryable } = error;
  return new TransferError(code, text, { attempts, cause, retryable, hint: message[2] });
}

function differ(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && b !== undefined && a !== b;
}
