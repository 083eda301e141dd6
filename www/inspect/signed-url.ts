import { type Inspection, inspect, PresignError } from "s3-signpost";
import { type CopiedRequest, parseRequestText } from "../parts/request-text.ts";
import { words } from "../words.ts";

/** A signed URL in a pasted text, and what it says. */
export interface SignedUrl extends CopiedRequest {
  inspection: Inspection;
  /** Parameters that do not belong to the signature, in their order. Decoded. */
  parameters: readonly (readonly [name: string, value: string])[];
}

/** Parameters of the signature, in lower case. `expires` belongs to Version 2 only. */
const SIGNATURE_V4 =
  /^x-amz-(?:algorithm|credential|date|expires|signedheaders|signature|security-token)$/;
const SIGNATURE_V2 = /^(?:awsaccesskeyid|signature|expires|x-amz-security-token)$/;

/**
 * Reads the first signed URL in a text.
 *
 * @throws {PresignError} `InvalidUrl` if the text has no URL, `NotPresigned` if the URL is not signed
 */
export function readSignedUrl(text: string): SignedUrl {
  const copied = parseRequestText(text);
  if (!copied || !URL.canParse(copied.url)) {
    const { none, noneHint: hint } = words.inspect.url;
    throw new PresignError("InvalidUrl", none, { field: "url", hint });
  }
  const inspection = inspect(copied.url);
  const isOfSignature = inspection.signature === "v4" ? SIGNATURE_V4 : SIGNATURE_V2;
  const parameters = [...queryOf(copied.url)].filter(
    ([name]) => !isOfSignature.test(name.toLowerCase()),
  );
  return { ...copied, inspection, parameters };
}

/** Returns the session token of a signed URL. */
export function sessionTokenOf(url: string): string | undefined {
  return [...queryOf(url)].find(([name]) => name.toLowerCase() === "x-amz-security-token")?.[1];
}

/** Returns the signature of a signed URL. */
export function signatureOf(url: string): string | undefined {
  const query = queryOf(url);
  return query.get("X-Amz-Signature") ?? query.get("Signature") ?? undefined;
}

function queryOf(url: string): URLSearchParams {
  return new URLSearchParams(/\?([^#]*)/.exec(url)?.[1]);
}
