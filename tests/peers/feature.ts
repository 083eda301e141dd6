import type { Server, SignatureVersion, VerifiedSignatures } from "./server.ts";

/** A property that some servers lack. */
export type Requirement = keyof Pick<
  Server,
  | "formPost"
  | "temporaryCredentials"
  | "virtualHost"
  | "identity"
  | "customerKeys"
  | "lockBucket"
  | "corsRules"
>;

/** One behaviour that an S3 service must have: one row of the table. */
export interface Feature {
  name: string;
  /** The server must verify these signatures; otherwise the result proves nothing. */
  verifies?: keyof VerifiedSignatures;
  /** Other properties that the server must have. */
  needs?: readonly Requirement[];
  /** Rejects if the server behaves differently. */
  run(server: Server): Promise<void>;
}

/**
 * Requirements of features in which URLs of a version must work. A server that does not verify V2 runs them with V4
 * only: a second run would prove nothing more.
 */
export const URL_REQUIREMENTS: Record<SignatureVersion, Pick<Feature, "verifies">> = {
  v4: {},
  v2: { verifies: "v2" },
};

/** Returns true if the server has everything that the feature requires. */
export function appliesTo({ verifies, needs = [] }: Feature, server: Server): boolean {
  const isVerified = verifies === undefined || server.verifies[verifies];
  return isVerified && needs.every((requirement) => server[requirement]);
}
