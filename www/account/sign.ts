import {
  type Credentials,
  type PresignedUrl,
  Presigner,
  type PresignRequest,
  type SignerOptions,
  SignpostError,
} from "s3-signpost";
import { optionOf } from "../parts/problem-text.ts";
import { account } from "./account.ts";

/** The entered values that a link or a form is made of. */
export interface Draft<Request extends object = PresignRequest> {
  location: SignerOptions;
  credentials: Credentials;
  request: Request;
}

/** A signed link and its input. */
export interface SignedLink {
  link: PresignedUrl;
  location: SignerOptions;
  credentials: Credentials;
  request: PresignRequest;
  /** Duration of signing, in milliseconds. */
  took: number;
}

/** Maximum number of reported errors. Each takes one more signature. */
const MAX_ERRORS = 20;

/** Valid values for required options. */
const VALID_VALUES: Record<string, string> = {
  "credentials.accessKeyId": "AKIDEXAMPLE",
  "credentials.secretAccessKey": "secret",
  "location.region": "us-east-1",
  "location.bucket": "bucket",
  // Without an endpoint, the other options would have to be valid for AWS.
  "location.endpoint": "https://s3.example.com",
  "request.key": "key",
  "request.keyStartsWith": "prefix/",
};

/** The result of signing, and the errors of the options that were replaced for it. */
export interface Attempt<Result> {
  /** Absent if no replacement is valid. */
  result?: Result;
  errors: SignpostError[];
}

/** Signs a link, or returns all errors. Changes the draft. */
export function signDraft(draft: Draft): SignedLink | SignpostError[] {
  const { result, errors } = signWithReplacements(draft, sign);
  return errors.length > 0 || !result ? errors : result;
}

/**
 * Signs, and collects all errors. The signer reports one error at a time, so each invalid option is replaced by a valid
 * value until the signer accepts the rest. Changes the draft.
 */
export function signWithReplacements<Request extends object, Result>(
  draft: Draft<Request>,
  sign: (presigner: Presigner, draft: Draft<Request>) => Result,
): Attempt<Result> {
  const errors: SignpostError[] = [];
  while (errors.length < MAX_ERRORS) {
    try {
      return { result: withPresigner(draft, sign), errors };
    } catch (error) {
      if (!(error instanceof SignpostError)) throw error;
      errors.push(error);
      if (!makeValid(draft, optionOf(error))) break;
    }
  }
  return { errors };
}

function withPresigner<Request extends object, Result>(
  draft: Draft<Request>,
  sign: (presigner: Presigner, draft: Draft<Request>) => Result,
): Result {
  const { location, credentials } = draft;
  const { clockOffset } = account.settings;
  const presigner = new Presigner({ ...location, credentials, clockOffset });
  try {
    return sign(presigner, draft);
  } finally {
    presigner.free();
  }
}

function sign(presigner: Presigner, { location, credentials, request }: Draft): SignedLink {
  const start = performance.now();
  const link = presigner.presign(request);
  return { link, location, credentials, request, took: performance.now() - start };
}

/** Makes an option valid. `false` if there is nothing to change. */
function makeValid(draft: Draft<object>, option: string): boolean {
  const [, outer = "", inner = ""] = /^(\w*)\W?(.*)$/s.exec(option) ?? [];
  if (outer === "credentials") return put(draft, "credentials", inner);
  const group = outer in draft.location ? "location" : "request";
  const value: unknown = Reflect.get(draft[group], outer);
  const isInside = typeof value === "object" && value !== null && inner in value;
  return isInside ? Reflect.deleteProperty(value, inner) : put(draft, group, outer);
}

function put(draft: Draft<object>, group: keyof Draft, name: string): boolean {
  const validValue = VALID_VALUES[`${group}.${name}`];
  if (Reflect.get(draft[group], name) === validValue) return false;
  return validValue
    ? Reflect.set(draft[group], name, validValue)
    : Reflect.deleteProperty(draft[group], name);
}
