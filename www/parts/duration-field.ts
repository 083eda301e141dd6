import { PresignError } from "s3-signpost";
import { durationHint, parseDuration } from "../format/duration.ts";
import { words } from "../words.ts";

/**
 * Returns the seconds of the text in the field `expiresIn`. Whether they are in range, the signer checks.
 *
 * @throws {PresignError} `InvalidExpiry` if the text is not a duration
 */
export function readDuration(text: string): number {
  const seconds = parseDuration(text);
  if (!Number.isNaN(seconds)) return seconds;
  throw new PresignError("InvalidExpiry", words.parts.duration, {
    field: "expiresIn",
    hint: durationHint(text),
  });
}
