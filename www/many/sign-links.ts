import { PresignError, type Presigner, type PresignRequest } from "s3-signpost";
import { Pacer } from "../parts/pacer.ts";
import { words } from "../words.ts";
import type { InvalidLine, KeyLine } from "./parse-keys.ts";

/** Number of keys that are signed between two pauses. */
const CHUNK = 500;

/** The signed link of an object. */
export interface ObjectLink {
  bucket: string;
  key: string;
  url: string;
}

/** The links of many objects, in the order of their keys. */
export interface SignedLinks {
  links: ObjectLink[];
  /** The keys that cannot be signed. */
  invalid: InvalidLine[];
  /** Duration of signing in milliseconds, without pauses. */
  took: number;
}

/**
 * Signs a link to each object, in slices.
 *
 * @param shared the options that all links share
 * @param onProgress receives the number of keys that are done
 * @throws {CredentialsError} if the credentials expire meanwhile
 */
export async function signLinks(
  presigner: Presigner,
  lines: readonly KeyLine[],
  shared: Omit<PresignRequest, "key" | "bucket">,
  onProgress: (done: number) => void,
  signal: AbortSignal,
): Promise<SignedLinks> {
  const signed: SignedLinks = { links: [], invalid: [], took: 0 };
  const pacer = new Pacer();
  for (let at = 0; at < lines.length; ) {
    const run = runOfOneBucket(lines, at);
    const bucket = run[0]?.bucket ?? "";
    const start = performance.now();
    const results = signRun(presigner, run, { ...shared, bucket });
    signed.took += performance.now() - start;
    run.forEach(({ line, key }, index) => {
      const result = results[index];
      if (typeof result === "string") signed.links.push({ bucket, key, url: result });
      else signed.invalid.push({ line, text: key, reason: reasonOf(result) });
    });
    at += run.length;
    onProgress(at);
    await pacer.pause();
    signal.throwIfAborted();
  }
  return signed;
}

/** Returns the next lines that have the same bucket, at most `CHUNK`. */
function runOfOneBucket(lines: readonly KeyLine[], at: number): KeyLine[] {
  const run = lines.slice(at, at + CHUNK);
  const other = run.findIndex(({ bucket }) => bucket !== run[0]?.bucket);
  return other < 0 ? run : run.slice(0, other);
}

/** Returns the URL or the error of each key. `presignMany` fails at the first invalid key, so it is called again after it. */
function signRun(
  presigner: Presigner,
  run: readonly KeyLine[],
  shared: Omit<PresignRequest, "key">,
): (string | PresignError)[] {
  const keys = run.map(({ key }) => key);
  const results: (string | PresignError)[] = [];
  while (results.length < keys.length) {
    const rest = keys.slice(results.length);
    try {
      results.push(...presigner.presignMany(rest, shared));
    } catch (error) {
      if (!(error instanceof PresignError)) throw error;
      if (error.index !== undefined) {
        results.push(...presigner.presignMany(rest.slice(0, error.index), shared), error);
      } else if (error.field === "bucket") {
        results.push(...rest.map(() => error));
      } else {
        throw error;
      }
    }
  }
  return results;
}

function reasonOf(error: PresignError | undefined): string {
  const message = error?.message ?? "";
  return message
    .replace(/^`key` (?:at index \d+ )?/, words.many.reasons.keyOpening)
    .replace(/^`bucket` /, words.many.reasons.bucketOpening);
}
