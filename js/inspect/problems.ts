import { PROBLEMS } from "../messages/problems.ts";

/** A problem of a presigned URL. */
export interface InspectionProblem {
  /** Kind of the problem. */
  code: InspectionProblemCode;
  /** The problem and its fix. It contains no part of the URL. */
  message: string;
}

/** Stable; later versions may find more. */
export type InspectionProblemCode =
  | "Expired"
  | "NotYetValid"
  | "ExpiryTooLong"
  | "InvalidExpiry"
  | "MissingParameter"
  | "DuplicateParameter"
  | "MalformedDate"
  | "MalformedCredential"
  | "MalformedSignature"
  | "MalformedSignedHeaders"
  | "DateMismatch"
  | "RegionMismatch"
  | "OtherService"
  | "UnknownAlgorithm"
  | "TokenMissing"
  | "HostNotSigned"
  | "MixedSignatures"
  | "RegionRefusesV2"
  | "PlusInQuery"
  | "PlusInPath"
  | "DoubleEncoding"
  | "MalformedEncoding"
  | "HtmlEscaped"
  | "DotSegment"
  | "Backslash"
  | "Fragment"
  | "NotHttps"
  | (string & {});

/** The problems that were found, in order. */
export class Problems {
  readonly list: InspectionProblem[] = [];

  /** Adds a problem, unless it is known. `parameter` is the query parameter that is missing or duplicate. */
  add(code: keyof typeof PROBLEMS, parameter = ""): void {
    const message = parameter + PROBLEMS[code];
    if (this.list.every((problem) => problem.message !== message)) {
      this.list.push({ code, message });
    }
  }

  /** Adds a problem if the condition holds. */
  addIf(condition: boolean, code: keyof typeof PROBLEMS): void {
    if (condition) this.add(code);
  }
}
