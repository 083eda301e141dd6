import {
  type Credentials,
  type PresignedUrl,
  Presigner,
  type PresignRequest,
  type SignerOptions,
  SignpostError,
} from "s3-signpost";
import { optionOf } from "../parts/problems.ts";
import { account } from "./account.ts";

/** The entered values that a link is made of. */
export interface Draft {
  location: SignerOptions;
  credentials: Credentials;
  request: PresignRequest;
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
};

/**
 * Signs a link, or returns all errors. The signer reports one error at a time, so each invalid option is replaced by
 * a valid value until the signer accepts the rest. Changes the draft.
 */
export function signDraft(draft: Draft): SignedLink | SignpostError[] {
  const errors: SignpostError[] = [];
  while (errors.length < MAX_ERRORS) {
    try {
      const link = sign(draft);
      return errors.length > 0 ? errors : link;
    } catch (error) {
      if (!(error instanceof SignpostError)) throw error;
      errors.push(error);
      if (!makeValid(draft, optionOf(error))) break;
    }
  }
  return errors;
}

function sign({ location, credentials, request }: Draft): SignedLink {
  const start = performance.now();
  const { clockOffset } = account.settings;
  const presigner = new Presigner({ ...location, credentials, clockOffset });
  try {
    const link = presigner.presign(request);
    return { link, location, credentials, request, took: performance.now() - start };
  } finally {
    presigner.free();
  }
}

/** Makes an option valid. `false` if there is nothing to change. */
function makeValid(draft: Draft, option: string): boolean {
  const [, outer = "", inner = ""] = /^(\w*)\W?(.*)$/s.exec(option) ?? [];
  if (outer === "credentials") return put(draft, "credentials", inner);
  const group = outer in draft.location ? "location" : "request";
  const value: unknown = Reflect.get(draft[group], outer);
  const isInside = typeof value === "object" && value !== null && inner in value;
  return isInside ? Reflect.deleteProperty(value, inner) : put(draft, group, outer);
}

function put(draft: Draft, group: keyof Draft, name: string): boolean {
  const validValue = VALID_VALUES[`${group}.${name}`];
  if (Reflect.get(draft[group], name) === validValue) return false;
  return validValue
    ? Reflect.set(draft[group], name, validValue)
    : Reflect.deleteProperty(draft[group], name);
}
