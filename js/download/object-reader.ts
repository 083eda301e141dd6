import { readBlob } from "../checksum/read-blob.ts";
import { ServiceError, TransferError } from "../errors.ts";
import { abortable } from "../http/abortable.ts";
import { type Attempt, PAUSED } from "../http/attempt.ts";
import { connectionLost } from "../http/connection-error.ts";
import type { HttpResponse } from "../http/http-message.ts";
import { isWorthResuming, Retry } from "../http/retry.ts";
import { sendSigned } from "../http/send.ts";
import { transferError } from "../http/transfer-error.ts";
import type { Message } from "../messages/message.ts";
import {
  BODY_TOO_LARGE,
  COMPRESSED_IN_TRANSIT,
  NO_VALIDATOR,
  OBJECT_CHANGED,
  OBJECT_NOT_PROVEN,
} from "../messages/transfers.ts";
import { readObjectInfo } from "../objects/object-info.ts";
import { signedHeaders, signedQuery, withoutConditions } from "../transfer/arguments.ts";
import type { TransferControl } from "../transfer/control.ts";
import type { ByteRange, ObjectInfo } from "../types.ts";
import {
  isOtherObject,
  isProvenSame,
  notTheObject,
  type ObjectResponse,
  readObjectResponse,
} from "./object-response.ts";
import type { Verification } from "./verification.ts";

/** The object to read, and what its destination can do. */
export interface ObjectSource {
  bucket: string;
  key: string;
  range?: ByteRange | undefined;
  versionId?: string | undefined;
  /** The caller's headers, by lower-case name. */
  headers: Record<string, string>;
  /** Returns the size of the object with this ETag if no response states it; NaN if unknown. */
  sizeOf(etag: string | undefined): Promise<number>;
  /** Maximum number of bytes of a body without a length. Default: no limit. */
  limit?: number;
  verification: Verification;
  /** Discards all bytes read so far, to start again; absent if they have left the reader for good. */
  restart?: (() => void) | undefined;
}

/**
 * Limits of a body that is received in one piece, which browsers do several times as fast as in chunks. Its progress is
 * unknown and its bytes are lost after an interruption: therefore it has to be quick, and chunks replace a slow one.
 */
const WHOLE_MAX_SIZE = 256 * 1024 * 1024;
const WHOLE_EXPECTED_SECONDS = 2;
const WHOLE_TIMEOUT = 5_000;

/** Minimum number of bytes that show the speed of a connection. */
const SPEED_SAMPLE = 64 * 1024;

interface Connection {
  attempt: Attempt;
  response: HttpResponse;
  /** Set once the body is read in chunks. */
  reader?: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>;
  /** Bytes to discard first, from a service that ignores ranges. */
  skip: number;
  /** Bytes that may still arrive by the announced length, including those to discard. */
  left: number;
  /** The browser may decode the body while CORS hides its Content-Encoding: `left` then counts encoded bytes. */
  mayBeEncoded: boolean;
}

/**
 * Reads an object's bytes in order, with as many requests as necessary.
 *
 * After an interruption, a stall or a 5xx it requests the rest by `Range`, on the condition that the object is still the
 * same (`If-Match`).
 *
 * @throws {TransferError} `ObjectChanged` if the object is another one; `UnreadableReply` if a body has more bytes than
 *   announced; `Interrupted` if the rest cannot be requested, because the body is compressed in transit or the responses
 *   have no validator. A source that can `restart` starts again instead.
 */
export class ObjectReader {
  readonly #control: TransferControl;
  readonly #source: ObjectSource;
  readonly #retry: Retry;
  readonly #start: number;
  #connection: Connection | undefined;
  /** The response that all later ones have to match. */
  #first: ObjectResponse | undefined;
  #info: ObjectInfo | undefined;
  /** Bytes to deliver; undefined if the body is compressed. */
  #total: number | undefined;
  #received = 0;
  /** Maximum of `#received`: after a restart, only more bytes than these are progress. */
  #furthest = 0;
  #attempts = 1;
  #sendCondition = true;
  #mustRestart = false;

  constructor(control: TransferControl, source: ObjectSource) {
    this.#control = control;
    this.#source = source;
    this.#retry = new Retry(control);
    this.#start = source.range?.start ?? 0;
    const limit = this.#limit();
    if (Number.isFinite(limit)) control.meter.expect(limit);
  }

  /** The object, as the first response describes it. */
  get info(): ObjectInfo {
    return this.#info as ObjectInfo;
  }

  /** Connects, and returns the properties of the object. */
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
   * Returns the whole object, verified, if it can be received in one piece. If that takes too long, or fails in any way, or
   * is not possible, returns undefined: `read` then starts at the first byte.
   */
  async readWhole(): Promise<Blob | undefined> {
    await this.open();
    const connection = this.#connection as Connection;
    const { attempt, response } = connection;
    const { verification } = this.#source;
    const { signal, meter } = this.#control;
    if (!response.blob || !this.#isQuick(connection)) return undefined;
    let whole: Blob;
    try {
      attempt.markProgress(0, WHOLE_TIMEOUT);
      whole = await attempt.race(response.blob());
      attempt.stopStallTimer();
      this.#received = this.#take(whole.size, connection).wanted;
      meter.update(this.#received);
      this.#checkComplete(attempt);
      this.learnSpeed();
      if (verification.isRunning) {
        meter.startVerifying();
        await readBlob(whole, signal, (bytes) => verification.update(bytes));
      }
    } catch {
      this.#control.environment.bucketMemory.downloadSpeed = 0;
      this.#restart();
      this.#disconnect();
      signal.throwIfAborted();
      return undefined;
    }
    this.#disconnect();
    await this.#verify();
    return whole.slice(0, whole.size, this.info.contentType);
  }

  /** Remembers the speed of the connection for later downloads, after the last byte. */
  learnSpeed(): void {
    const { meter, environment } = this.#control;
    const { bytesPerSecond } = meter.current;
    if (bytesPerSecond > 0 && this.#received >= SPEED_SAMPLE)
      environment.bucketMemory.downloadSpeed = bytesPerSecond;
  }

  /**
   * Returns the next bytes; undefined at the end, after they are verified. The stall timer runs only while this waits.
   */
  async read(): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const chunk = await this.#next();
    if (chunk) this.#source.verification.update(chunk);
    else await this.#verify();
    return chunk;
  }

  /** Compares the checksum, after the last byte. */
  async #verify(): Promise<void> {
    const { verification } = this.#source;
    if (!verification.isRunning) return;
    this.#control.meter.startVerifying();
    const verified = verification.finish(this.info, this.#received, this.#attempts);
    await abortable(verified, this.#control.signal);
  }

  /** Returns whether the body, from the object's first byte on, is expected within a moment. */
  #isQuick({ skip }: Connection): boolean {
    const { range, restart } = this.#source;
    const { downloadSpeed } = this.#control.environment.bucketMemory;
    const limit = Math.min(WHOLE_MAX_SIZE, downloadSpeed * WHOLE_EXPECTED_SECONDS);
    const isWhole = restart && !range && skip === 0 && this.#received === 0;
    return isWhole === true && this.#total !== undefined && this.#total <= limit;
  }

  /** Frees the connection. */
  cancel(): void {
    this.#source.verification.cancel();
    this.#disconnect();
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
        // Interrupted between the last byte and the end of the body: nothing is left to request.
        const isInterrupted = error === PAUSED || isWorthResuming(error);
        if (isInterrupted && this.#isComplete() && !this.#control.signal.aborted) return undefined;
        this.#prepareToResume(error);
        await this.#retry.waitAfter(error);
      }
    }
  }

  async #readFrom(connection: Connection): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const { attempt, response } = connection;
    connection.reader ??= (response.body ?? new Blob().stream()).getReader();
    const { reader } = connection;
    for (;;) {
      // A service that ignores `Range` sends more than requested. From any other, wait for the end.
      if (this.#received >= this.#limit() && connection.left > 0) break;
      attempt.markProgress();
      const { done, value } = await attempt.race(reader.read()).catch((cause) => {
        throw attempt.reasonFor(connectionLost(attempt, cause));
      });
      attempt.stopStallTimer();
      if (done) {
        this.#checkComplete(attempt);
        break;
      }
      const { skipped, wanted } = this.#take(value.length, connection);
      if (wanted === 0) continue;
      this.#received += wanted;
      this.#control.meter.update(this.#received);
      return value.subarray(skipped, skipped + wanted);
    }
    this.#disconnect();
    return undefined;
  }

  /** Throws if the body has ended before its last byte. */
  #checkComplete(attempt: Attempt): void {
    if (this.#received < (this.#total ?? 0)) throw connectionLost(attempt);
  }

  #isComplete(): boolean {
    return this.#total !== undefined && this.#received >= this.#total;
  }

  /** Maximum number of bytes to deliver. */
  #limit(): number {
    const { start, end } = this.#source.range ?? { start: 0 };
    if (this.#first?.encoded) return Number.POSITIVE_INFINITY;
    return this.#total ?? (end === undefined ? Number.POSITIVE_INFINITY : end - start + 1);
  }

  /** Returns how many of the next `size` bytes of the body to discard, and how many to deliver after them. */
  #take(size: number, connection: Connection): { skipped: number; wanted: number } {
    const { number } = connection.attempt;
    if (size > connection.left) {
      if (!connection.mayBeEncoded || !this.#first) {
        throw notTheObject(number, "more bytes than announced");
      }
      this.#first.encoded = true;
      this.#total = undefined;
      connection.left = Number.POSITIVE_INFINITY;
    }
    connection.left -= size;
    const skipped = Math.min(connection.skip, size);
    connection.skip -= skipped;
    const wanted = Math.min(size - skipped, this.#limit() - this.#received);
    const limit = this.#total ?? this.#source.limit ?? Number.POSITIVE_INFINITY;
    if (this.#received + wanted > limit) {
      throw transferError(BODY_TOO_LARGE, number, { parameters: [limit] });
    }
    return { skipped, wanted };
  }

  async #connect(): Promise<Connection> {
    const attempt = await this.#retry.begin();
    try {
      const response = await attempt.race(this.#request(attempt));
      const expected = await this.#accept(response, attempt);
      attempt.stopStallTimer();
      this.#control.meter.startTransfer(this.#total);
      return { attempt, response, ...expected };
    } catch (error) {
      attempt.cancel(error);
      this.#control.finish(attempt);
      throw error;
    }
  }

  async #request(attempt: Attempt): Promise<HttpResponse> {
    this.#attempts = attempt.number;
    this.#control.meter.startAttempt(attempt.number, this.#received, this.#total);
    const { verification } = this.#source;
    if (this.#received > 0) return this.#send(attempt);
    return this.#send(attempt, verification.request).catch((error) => {
      if (!verification.canDoWithoutChecksum(error)) throw error;
      return this.#send(attempt);
    });
  }

  async #send(attempt: Attempt, checksum: Verification["request"] = {}): Promise<HttpResponse> {
    const { environment } = this.#control;
    const { bucket, key, versionId, headers: own } = this.#source;
    // The first response has met the caller's conditions, and a later one has to be of the same object.
    const needed = this.#received > 0 ? withoutConditions(own) : own;
    const signed = await environment.signer.presign(
      {
        bucket,
        key,
        method: "GET",
        ...signedHeaders({ ...needed, ...checksum.headers }),
        ...signedQuery({ ...checksum.query, versionId }),
      },
      attempt.signal,
    );
    const headers = this.#rangeHeaders();
    try {
      return await sendSigned(environment, signed, attempt, { headers });
    } catch (error) {
      throw this.#received > 0 ? this.#resumeError(error, attempt) : error;
    }
  }

  /** Returns the bytes to request next; undefined for the whole object. */
  #nextRange(): ByteRange | undefined {
    const { range } = this.#source;
    const start = this.#start + this.#received;
    return range || start > 0 ? { ...range, start } : undefined;
  }

  #rangeHeaders(): Record<string, string> {
    const range = this.#nextRange();
    if (!range) return {};
    const headers: Record<string, string> = { range: `bytes=${range.start}-${range.end ?? ""}` };
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
    // CORS rules may not allow the condition, which a page cannot distinguish from a network failure. The response's ETag
    // or date is compared in any case, so resuming without the condition is as safe.
    if (error instanceof TransferError && error.code === "NetworkOrCors")
      this.#sendCondition = false;
    return error;
  }

  /** Checks the headers of a response; returns which bytes of its body to expect. */
  async #accept(
    response: HttpResponse,
    attempt: Attempt,
  ): Promise<Pick<Connection, "skip" | "left" | "mayBeEncoded">> {
    const range = this.#nextRange();
    const read = readObjectResponse(response, range, attempt.number);
    if (this.#first) this.#checkSame(this.#first, read, attempt);
    if (this.#received === 0) await this.#acceptFirst(response, read, attempt);
    const { start, encoded, lacksRange } = read;
    const skip = (range?.start ?? 0) - start;
    if (skip < 0) throw connectionLost(attempt);
    const { size } = this.info;
    let limit = Number.isNaN(size) || encoded ? Number.POSITIVE_INFINITY : size;
    if (lacksRange && !encoded) limit = this.#limit() - this.#received;
    const left = read.length ?? limit;
    if (left > limit) {
      throw notTheObject(attempt.number, "more bytes than requested");
    }
    // A page sees Content-Length, but Content-Encoding only if CORS exposes it.
    const isInPage = this.#control.environment.origin !== undefined;
    const mayBeEncoded = isInPage && !lacksRange && skip === 0 && range === undefined;
    return { skip, left, mayBeEncoded };
  }

  async #acceptFirst(
    { headers }: HttpResponse,
    read: ObjectResponse,
    attempt: Attempt,
  ): Promise<void> {
    const { bucket, key, range, verification, sizeOf } = this.#source;
    const size = read.size ?? (await sizeOf(read.etag));
    const info = readObjectInfo(bucket, key, size, headers);
    if (range && !read.encoded && size <= range.start) {
      throw notTheObject(attempt.number, "an object that ends before the range");
    }
    verification.cancel();
    await verification.start(info, read.encoded, attempt.number);
    this.#first = read;
    this.#info = info;
    const end = Math.min(range?.end ?? Number.POSITIVE_INFINITY, size - 1);
    const isKnown = !read.encoded && !Number.isNaN(end);
    this.#total = isKnown ? Math.max(0, end - this.#start + 1) : undefined;
  }

  /** Bytes may only follow bytes of the same object. */
  #checkSame(first: ObjectResponse, later: ObjectResponse, attempt: Attempt): void {
    if (isOtherObject(first, later, this.info.size))
      throw transferError(OBJECT_CHANGED, attempt.number);
    if (this.#received === 0 || isProvenSame(first, later)) return;
    this.#mustRestart = this.#source.restart !== undefined;
    throw transferError(OBJECT_NOT_PROVEN, attempt.number);
  }

  /** Restarts if the download cannot be resumed; throws if the source cannot restart. */
  #prepareToResume(error: unknown): void {
    if (this.#control.signal.aborted) return;
    const obstacle = obstacleToResume(this.#first);
    if (this.#received > 0 && !obstacle && !this.#mustRestart) return;
    if (this.#restart()) return;
    if (obstacle && this.#received > 0 && (error === PAUSED || isWorthResuming(error))) {
      throw cannotResume(obstacle, error, this.#attempts);
    }
  }

  /** Starts again at the first byte. Returns false if the source cannot. */
  #restart(): boolean {
    const { restart, verification } = this.#source;
    if (!restart) return false;
    restart();
    verification.cancel();
    // The first response may have been wrong: keep nothing of it.
    this.#first = undefined;
    this.#mustRestart = false;
    this.#received = 0;
    return true;
  }

  #disconnect(): void {
    const connection = this.#connection;
    if (!connection) return;
    this.#connection = undefined;
    this.#control.finish(connection.attempt);
    const { reader, response } = connection;
    (reader ?? response.body)?.cancel().catch(() => {});
  }
}

/** Returns why the rest of the object cannot be requested; undefined if it can. */
function obstacleToResume(first: ObjectResponse | undefined): Message | undefined {
  if (first?.encoded) return COMPRESSED_IN_TRANSIT;
  return first?.strong.etag || first?.strong.lastModified ? undefined : NO_VALIDATOR;
}

/** Returns the error of the interruption with the hint of the obstacle; after a pause, the error of the obstacle. */
function cannotResume(obstacle: Message, error: unknown, attempts: number): TransferError {
  if (!(error instanceof TransferError)) return transferError(obstacle, attempts);
  const { code, message, cause, retryable } = error;
  return new TransferError(code, message, { attempts, cause, retryable, hint: obstacle[2] });
}
