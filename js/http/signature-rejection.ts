import type { SignatureSuspect } from "../retryable.ts";

/** A response as far as a clock can be set by it, with readings of the device's clock in epoch milliseconds. */
export interface TimedResponse {
  /** `Headers`, or anything that returns one by name, or null if it is absent or hidden by CORS: `date`, `age`. */
  headers: { get(name: string): string | null };
  /** Just before the request; for an upload, when the last of its body had been sent. */
  sentAt: number;
  /** When the response's headers arrived. */
  receivedAt: number;
  /** `ServerTime` of S3's error document, ISO 8601. Preferred to `Date`. */
  serverTime?: string | undefined;
}

/** A response in which S3 rejected a signature for its credentials or its date. */
export interface SignatureRejection extends TimedResponse {
  suspect: SignatureSuspect;
  headers: Headers;
  serverTime?: string;
  /** The signer's result for the rejected request. */
  signed: object;
}
