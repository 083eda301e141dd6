import {
  type Credentials,
  type Location,
  Presigner,
  type PresignRequest,
  SignpostError,
} from "s3-signpost";
import type { SignedLink } from "./signed-link.ts";

/** Everything that a link is made of, as typed. */
export interface Draft {
  location: Location;
  credentials: Credentials;
  request: PresignRequest;
}

/** Each error takes a signature: a limit for a page that must not stand still. */
const MOST_ERRORS = 20;

/** Valid values for the options that a link cannot do without. */
const STAND_INS: Record<string, string> = {
  "credentials.accessKeyId": "AKIDEXAMPLE",
  "credentials.secretAccessKey": "secret",
  "location.region": "us-east-1",
  "location.bucket": "bucket",
  // Without an endpoint the other options would have to follow the rules of AWS.
  "location.endpoint": "https://s3.example.com",
  "request.key": "key",
};

/**
 * Signs a link, or collects every error that stands in its way. The signer reports one error at a time, so
 * each option at fault is replaced by a valid value until the signer accepts the rest. Changes the draft.
 */
export function signDraft(draft: Draft): SignedLink | SignpostError[] {
  const errors: SignpostError[] = [];
  while (errors.length < MOST_ERRORS) {
    try {
      const link = sign(draft);
      return errors.length > 0 ? errors : link;
    } catch (error) {
      if (!(error instanceof SignpostError)) throw error;
      errors.push(error);
      if (!mend(draft, optionOf(error))) break;
    }
  }
  return errors;
}

function sign({ location, credentials, request }: Draft): SignedLink {
  const began = performance.now();
  const presigner = new Presigner({ ...location, credentials });
  try {
    const link = presigner.presign(request);
    return { link, location, request, took: performance.now() - began };
  } finally {
    presigner.free();
  }
}

/** The option that an error names, such as `headers.x-amz-acl`; empty if it names none. */
export function optionOf(error: unknown): string {
  return error instanceof SignpostError && "field" in error ? String(error.field ?? "") : "";
}

/** Makes an option valid. `false` if there is nothing to change. */
function mend(draft: Draft, option: string): boolean {
  const [, outer = "", inner = ""] = /^(\w*)\W?(.*)$/s.exec(option) ?? [];
  if (outer === "credentials") return put(draft, "credentials", inner);
  const group = outer in draft.location ? "location" : "request";
  const value: unknown = Reflect.get(draft[group], outer);
  const isInside = typeof value === "object" && value !== null && inner in value;
  return isInside ? Reflect.deleteProperty(value, inner) : put(draft, group, outer);
}

function put(draft: Draft, group: keyof Draft, name: string): boolean {
  const standIn = STAND_INS[`${group}.${name}`];
  if (Reflect.get(draft[group], name) === standIn) return false;
  return standIn
    ? Reflect.set(draft[group], name, standIn)
    : Reflect.deleteProperty(draft[group], name);
}
