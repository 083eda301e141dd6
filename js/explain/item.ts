import { decodeBytes } from "../url/percent.ts";

/** Part of a signed request, in the order in which the parts are signed. */
export type Part =
  /** The HTTP method. */
  | "method"
  | "path"
  /** A query parameter, except those of the credential scope. */
  | "query"
  /** A signed header. */
  | "headers"
  /** The list of signed header names. */
  | "signedHeaders"
  /** The payload hash. */
  | "payload"
  /** The credential scope (date, region, service) and the access key id. */
  | "scope"
  /** The secret access key, which is no part of the request: the cause if nothing else differs. */
  | "secret";

/** One line of a canonical request or string to sign, or one parameter of its query. */
export interface Item {
  part: Part;
  /** Name of the parameter or the header; empty for other parts. */
  name: string;
  /** Undefined for a header that is signed but was not passed to `explain`. */
  value: string | undefined;
  /** The part and the decoded name: equal for items that can be compared. */
  key: string;
}

export function itemOf(part: Part, name: string, value: string | undefined): Item {
  return { part, name, value, key: `${part} ${decodeBytes(name)}` };
}

/** Headers that have a line of their own, without a name, in the string to sign of V2. */
export const POSITIONAL_V2_HEADERS = ["content-md5", "content-type"] as const;
