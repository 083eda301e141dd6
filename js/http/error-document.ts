import { readElements } from "../xml.ts";

/**
 * Elements of a service's error document, under the names that S3 gives them; absent if the document lacks them. The
 * values are as the service sent them: they can quote secrets of the request.
 *
 * S3 API reference, "REST Error Responses"; Cognito's JSON errors have the first three.
 */
export interface ErrorDocument {
  readonly Code?: string | undefined;
  readonly Message?: string | undefined;
  readonly RequestId?: string | undefined;
  /** Region of the bucket, if the request was signed for another one. */
  readonly Region?: string;
  /** Host of the bucket, with `PermanentRedirect`. */
  readonly Endpoint?: string;
  /** Names of headers that were sent and that the signature does not cover. */
  readonly HeadersNotSigned?: string;
  /** The service's clock, ISO 8601, with `RequestTimeTooSkewed` and `Request has expired`. */
  readonly ServerTime?: string;
  /** The signing date, as the request had it. */
  readonly RequestTime?: string;
  /** End of the signature's validity, ISO 8601. */
  readonly Expires?: string;
  /** With `SignatureDoesNotMatch`, as the two below. */
  readonly AWSAccessKeyId?: string;
  readonly StringToSign?: string;
  readonly CanonicalRequest?: string;
}

/** A document type without declarations, with which some proxies send an error. */
const TYPE = /<!DOCTYPE[^[>]{0,200}>/;

/** Parses the `<Error>` document of S3 or STS. Returns an empty object for any other text. */
export function parseErrorDocument(text: string): ErrorDocument {
  // Parsing a long text that cannot be one would only cost time.
  return text.includes("Error") ? readElements(text.replace(TYPE, ""), "Error").elements : {};
}
