import { type CorsReport, type Credentials, checkCors, S3, type SignerOptions } from "s3-signpost";

/** A day in milliseconds. */
const DAY = 86_400_000;

/** Days by which the signature of the listing is dated back: no signature is valid for longer than seven days. */
const DATED_BACK = 8;

/** Waiting for a server that does not respond, shorter than that of transfers: 10 seconds, twice. */
const RETRY = { attempts: 2, stallTimeout: 10_000 };

/** Milliseconds after which a listing is given up: a server can send empty pages without an end. */
const LISTING_TIMEOUT = 30_000;

/** Credentials that no service knows. Requests that are signed with them show CORS rules and regions. */
const UNKNOWN_CREDENTIALS: Credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" };

/** The results of requests to the bucket. */
export interface Observation {
  /** Host that the requests were sent to. */
  host: string;
  cors: CorsReport;
  /** Result of a listing of one object. Absent if CORS or the network prevents it. */
  listing?: Listing;
}

export interface Listing {
  /** The error of the listing; absent if the service allowed it. */
  error?: unknown;
  /** Milliseconds that the service's clock is ahead of the device's; absent if the service did not state its time. */
  clockOffset?: number;
}

/**
 * Sends requests that change nothing: those of `checkCors`, then a listing of one object.
 *
 * @param credentials without them, the requests are signed with credentials that no service knows
 */
export async function observe(
  location: SignerOptions & { bucket: string },
  credentials: Credentials | undefined,
  signal: AbortSignal,
): Promise<Observation> {
  const options = { ...location, credentials: credentials ?? UNKNOWN_CREDENTIALS, retry: RETRY };
  const client = new S3(options);
  const { host } = new URL((await client.presign("key")).url);
  const cors = await checkCors(client, { signal });
  if (cors.problem || cors.uses.list.allowed === false) return { host, cors };
  return { host, cors, listing: await list(new S3(options), signal) };
}

/**
 * Lists one object. A service states its time only if it rejects a request for its date: so the first attempt is dated
 * back, and the client then corrects its clock by the response.
 */
async function list(client: S3, signal: AbortSignal): Promise<Listing> {
  const wrongOffset = -DATED_BACK * DAY;
  client.clockOffset = wrongOffset;
  let error: unknown;
  const limited = AbortSignal.any([signal, AbortSignal.timeout(LISTING_TIMEOUT)]);
  try {
    for await (const _entry of client.list("", { pageSize: 1, signal: limited })) break;
  } catch (caught) {
    signal.throwIfAborted();
    error = caught;
  }
  const { clockOffset } = client;
  return {
    ...(error !== undefined && { error }),
    ...(clockOffset !== wrongOffset && { clockOffset }),
  };
}
