import { PresignError } from "../errors.ts";
import { CORE_MESSAGES } from "../messages/core.ts";
import { LONGEST_TEXT, wellFormed } from "../options.ts";
import { signer } from "../wasm/signer.ts";
import { decodeReply, encodeArguments, S3_URI_ARGUMENTS, S3_URI_REPLY } from "../wire.ts";

/** Whether the text claims to be an S3 URI. */
export function isS3Uri(text: string): boolean {
  return /^s3:\/\//i.test(text);
}

/**
 * Parses `s3://bucket/key`. Without a key, the URI names the bucket itself.
 *
 * Throws `InvalidS3Uri`.
 */
export function parseS3Uri(text: string): { bucket: string; key: string | undefined } {
  const uri = wellFormed(text, "key", PresignError, LONGEST_TEXT);
  const reply = signer((module) => module.s3Uri(encodeArguments(S3_URI_ARGUMENTS, { uri })));
  return decodeReply(S3_URI_REPLY, reply, CORE_MESSAGES);
}
