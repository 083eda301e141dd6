import type { Parameters } from "./parameters.ts";
import type { Problems } from "./problems.ts";

/** Names of headers and access key ids. */
const NAME = /^[\w.-]+$/;

/** 9999-12-31T23:59:59Z in epoch milliseconds, the last instant that can be signed. */
const LAST_INSTANT = 253_402_300_799_000;

/** The signature of a presigned URL, as far as it can be read. */
export interface Signature {
  /** The signed region, or the host's if the signature has none. */
  region: string | undefined;
  /** Empty if it cannot be read. */
  accessKeyId: string;
  temporary: boolean;
  /** Epoch milliseconds. Version 2 has no signing date. */
  signedAt?: number | undefined;
  /** Epoch milliseconds; absent if the expiry cannot be read. */
  expiresAt?: number | undefined;
  /** Version 2 does not list them. */
  signedHeaders: string[];
}

/** Returns the first value of each name. An absent or empty value is a problem. */
export function requireAll(
  parameters: Parameters,
  names: readonly string[],
  problems: Problems,
): string[] {
  return names.map((name) => {
    const value = parameters.get(name) ?? "";
    if (!value) problems.add("MissingParameter", name);
    return value;
  });
}

/** Keeps `id` if it is well-formed. After a lost separator, `id` may continue with secret text. */
export function setAccessKeyId(id: string, signature: Signature, problems: Problems): void {
  if (!NAME.test(id)) {
    problems.add("MalformedCredential");
    return;
  }
  signature.accessKeyId = id;
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
  if (!id.startsWith("ASIA") || signature.temporary) return;
  problems.add("TokenMissing");
  signature.temporary = true;
}

/** Returns the instant if it is in the years 1970 to 9999. */
export function checkedInstant(milliseconds: number): number | undefined {
  return milliseconds >= 0 && milliseconds <= LAST_INSTANT ? milliseconds : undefined;
}
