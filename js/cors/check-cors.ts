import { ALGORITHMS, CHECKSUM_MODE, checksumHeader, readChecksum } from "../checksum/checksum.ts";
import { CredentialsError, ServiceError, type SignpostError, TransferError } from "../errors.ts";
import { isMixedContent } from "../http/mixed-content.ts";
import { NOT_CHOICE } from "../messages/options.ts";
import { NOT_CLIENT } from "../messages/transfers.ts";
import { optionError } from "../option-error.ts";
import { Options } from "../options.ts";
import type { S3 } from "../s3.ts";
import { readListing } from "../s3-documents.ts";
import { readKey, readRequestSettings } from "../transfer/arguments.ts";
import { clients } from "../transfer/clients.ts";
import { TransferControl } from "../transfer/control.ts";
import type { TransferEnvironment } from "../transfer/environment.ts";
import type { ChecksumAlgorithm, PresignRequest } from "../types.ts";
import { Probes } from "./probes.ts";
import type { CorsCheckOptions, CorsReport, CorsUse, CorsUseReport } from "./report.ts";
import { ruleFor, textsOf } from "./rule.ts";
import { METHODS, USES } from "./uses.ts";

/** Bytes of a listing that are read. */
const LISTING_LIMIT = 1024 * 1024;

type Findings = Pick<CorsReport, "problem" | "cause" | "uses">;

/**
 * Finds out what the bucket's CORS rules let this page do, and returns a rule that allows it:
 * `(await checkCors(s3)).text.console` can be pasted into the S3 console. Sends requests that change nothing.
 *
 * Rejects with `PresignError` if an option is wrong, and with the signal's reason after an abort.
 *
 * @param s3 the client, of the same copy of this package
 */
export async function checkCors<Use extends CorsUse = CorsUse>(
  s3: S3,
  options: CorsCheckOptions<Use> = {},
): Promise<CorsReport<Use>> {
  const client = clients.get(s3);
  if (!client) throw optionError(NOT_CLIENT, "s3");
  return checkCorsOf(client.environment, options, client.endpoint);
}

/** Does the check of `checkCors` from an environment. */
export async function checkCorsOf(
  environment: TransferEnvironment,
  options: CorsCheckOptions,
  endpoint: string | undefined,
): Promise<CorsReport> {
  const read = new Options(options, ["for", "bucket", "key", "signal"]);
  const uses = readUses(read);
  const { bucket, signal } = readRequestSettings(environment, read);
  const key = read.get("key") === undefined ? undefined : readKey(read.get("key"));
  const rule = ruleFor(environment.origin, uses);
  const control = new TransferControl(environment, { signal });
  try {
    const findings = await examine(control, bucket, key, uses).catch((error) => {
      control.signal.throwIfAborted();
      return problemOf(environment, error, uses);
    });
    return { ...findings, rule, text: textsOf(rule, bucket, endpoint) };
  } finally {
    // After a failure, the other probes are of no use.
    control.abort();
  }
}

function readUses(options: Options): CorsUse[] {
  const all = Object.keys(USES) as CorsUse[];
  if (options.get("for") === undefined) return all;
  const uses = options.array("for") as CorsUse[];
  const wrong = uses.findIndex((use) => !all.includes(use));
  if (uses.length > 0 && wrong < 0) return [...new Set(uses)];
  const choices = all.map((use) => `"${use}"`).join(", ");
  throw optionError(NOT_CHOICE, wrong < 0 ? "for" : `for.${wrong}`, { choices });
}

async function examine(
  control: TransferControl,
  bucket: string,
  key: string | undefined,
  uses: CorsUse[],
): Promise<Findings> {
  const { origin } = control.environment;
  if (origin === undefined) return withProblem(uses, "no-origin");
  if (!control.environment.isOnline()) return withProblem(uses, "offline");
  const probes = new Probes(control, bucket);
  if (isMixedContent(origin, await probes.url())) return withProblem(uses, "mixed-content");

  const reports = await Promise.all(
    uses.map(async (use): Promise<[CorsUse, string[]]> => [use, await missingFor(probes, use)]),
  );
  // Without any success the origin may be missing, or the methods of these uses are.
  if (!(await probes.allowsAny()))
    await Promise.all(METHODS.map((method) => probes.allows(method)));
  await probes.checkReachable();
  if (!(await probes.allowsAny())) {
    return reportOf(uses, () => ({ missing: [`${origin} in AllowedOrigins`] }));
  }
  const missing = Object.fromEntries(reports) as Record<CorsUse, string[]>;
  const reads = uses.filter((use) => USES[use].exposed && missing[use].length === 0);
  const canGet = reads.length > 0 && (await probes.allows("GET"));
  const sample = canGet ? await fetchSample(probes, key, reads.includes("verify")) : undefined;
  control.signal.throwIfAborted();
  return reportOf(uses, (use) => {
    const { exposed } = USES[use];
    if (!exposed || !reads.includes(use)) return { missing: missing[use] };
    return exposure(exposed, sample);
  });
}

/** Returns what the rules lack for the requests of a use, supposing that they allow the origin. */
async function missingFor(probes: Probes, use: CorsUse): Promise<string[]> {
  const missing = await Promise.all(
    USES[use].requests.map(async ([method, header]) => {
      if (await probes.allows(method, header)) return [];
      const isHeader = header !== undefined && (await probes.allows(method));
      return isHeader ? `${header} in AllowedHeaders` : `${method} in AllowedMethods`;
    }),
  );
  return missing.flat();
}

/** The headers of an object's response that the page can read. */
interface Sample {
  headers: Headers;
  /** Algorithm of the object's checksum, from the listing; undefined if it is unknown. */
  algorithm: ChecksumAlgorithm | undefined;
}

/** Requests an object whose key is known or listed. Returns undefined if this page may read no such object. */
async function fetchSample(
  probes: Probes,
  key: string | undefined,
  withChecksum: boolean,
): Promise<Sample | undefined> {
  try {
    const object = key === undefined ? await listedObject(probes) : { key };
    if (!object) return undefined;
    const { key: sampleKey, checksumAlgorithm } = object;
    const headersOf = (request: Pick<PresignRequest, "query" | "headers">) =>
      probes.get({ key: sampleKey, ...request }, async (response) => {
        response.body?.cancel().catch(() => {});
        return response.headers;
      });
    let headers = await headersOf(withChecksum ? { query: CHECKSUM_MODE } : {});
    // Some services ignore the query.
    if (withChecksum && !readChecksum(headers))
      headers = await headersOf({ headers: CHECKSUM_MODE }).catch(() => headers);
    return { headers, algorithm: ALGORITHMS.find((name) => name === checksumAlgorithm) };
  } catch {
    // The credentials may not list the bucket, or not read this object.
    return undefined;
  }
}

/** Returns an object of the bucket, preferably one with a checksum. */
async function listedObject(
  probes: Probes,
): Promise<{ key: string; checksumAlgorithm?: string } | undefined> {
  const query = { "list-type": "2", "max-keys": "100" };
  const text = await probes.get({ query }, (response) => response.text(LISTING_LIMIT));
  const { contents } = readListing(text);
  return contents.find(({ checksumAlgorithm }) => checksumAlgorithm) ?? contents[0];
}

function exposure(
  exposed: NonNullable<(typeof USES)[CorsUse]["exposed"]>,
  sample: Sample | undefined,
): Partial<CorsUseReport> {
  const isEtag = exposed === "ETag";
  const header = isEtag ? exposed : checksumHeader(sample?.algorithm ?? "CRC64NVME");
  const lacking = [`${header} in ExposeHeaders`];
  if (!sample) return { unknown: lacking };
  if (isEtag ? sample.headers.has(exposed) : readChecksum(sample.headers)) return {};
  // Every object has an ETag, but not every object has a checksum.
  return isEtag || sample.algorithm ? { missing: lacking } : { unknown: lacking };
}

function reportOf(
  uses: readonly CorsUse[],
  report: (use: CorsUse) => Partial<CorsUseReport>,
): Findings {
  const entries = uses.map((use): [CorsUse, CorsUseReport] => {
    const { missing = [], unknown = [] } = report(use);
    const isKnown = missing.length > 0 || unknown.length === 0;
    return [use, { ...(isKnown ? { allowed: missing.length === 0 } : {}), missing, unknown }];
  });
  return { uses: Object.fromEntries(entries) as Findings["uses"] };
}

function withProblem(
  uses: readonly CorsUse[],
  problem: NonNullable<CorsReport["problem"]>,
  cause?: SignpostError,
): Findings {
  const entries = uses.map((use) => [use, { missing: [], unknown: [] }]);
  const findings = { problem, uses: Object.fromEntries(entries) as Findings["uses"] };
  return cause ? { ...findings, cause } : findings;
}

/** Returns the findings after an error; throws one that is no problem of the network or the credentials. */
function problemOf(
  environment: TransferEnvironment,
  error: unknown,
  uses: readonly CorsUse[],
): Findings {
  if (error instanceof CredentialsError || error instanceof ServiceError) {
    return withProblem(uses, "no-credentials", error);
  }
  if (!(error instanceof TransferError)) throw error;
  return withProblem(uses, environment.isOnline() ? "unreachable" : "offline", error);
}
