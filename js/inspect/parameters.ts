import { decodeSigned } from "../url/percent.ts";
import { lowerCase, splitFirst } from "../url/text.ts";

/** The parameters of Signature Version 4. */
export const V4_NAMES = [
  "X-Amz-Algorithm",
  "X-Amz-Credential",
  "X-Amz-Date",
  "X-Amz-Expires",
  "X-Amz-SignedHeaders",
  "X-Amz-Signature",
] as const;
/** The parameters of Signature Version 2. */
export const V2_NAMES = ["AWSAccessKeyId", "Expires", "Signature"] as const;
/** Names of the session token. */
export const TOKEN_NAMES = ["X-Amz-Security-Token", "X-Amz-S3session-Token"] as const;

/** Parameters that identify Signature Version 4, even in a damaged URL. */
export const V4_MARKERS = ["X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Signature"] as const;
/** Parameters that identify Signature Version 2, unless the query also has those of Version 4. */
export const V2_MARKERS = ["AWSAccessKeyId", "Signature"] as const;

/** The decoded query of a presigned URL. */
export class Parameters {
  /** Whether `&amp;` separates parameters, as in a URL copied from HTML source. */
  readonly isHtmlEscaped: boolean = false;
  readonly #values = new Map<string, string[]>();

  constructor(query: string) {
    for (const escaped of query.split("&")) {
      const pair = escaped.replace(/^amp;/, "");
      if (pair !== escaped) this.isHtmlEscaped = true;
      const [name, value] = splitFirst(pair, "=").map(decodeSigned) as [string, string];
      const key = comparable(name);
      const values = this.#values.get(key);
      if (values) values.push(value);
      else this.#values.set(key, [value]);
    }
  }

  /** Returns the first value of this name. */
  get(name: string): string | undefined {
    return this.#all(name)[0];
  }

  /** Whether the query has one of these names. */
  hasOneOf(names: readonly string[]): boolean {
    return names.some((name) => this.#all(name).length > 0);
  }

  isDuplicate(name: string): boolean {
    return this.#all(name).length > 1;
  }

  #all(name: string): readonly string[] {
    return this.#values.get(comparable(name)) ?? [];
  }
}

/** Names of V2 are case-sensitive; those of V4 are not. */
function comparable(name: string): string {
  return /^x-amz-/i.test(name) ? lowerCase(name) : name;
}
