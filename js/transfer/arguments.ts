import { PresignError } from "../errors.ts";

/**
 * Callers without types can leave a key out. Signed, that would ask for the bucket itself.
 *
 * @throws {PresignError} `InvalidKey`
 */
export function checkKey(key: unknown): void {
  if (typeof key === "string" && key !== "") return;
  throw new PresignError("InvalidKey", "There is no key, or it is no string or an empty one.", {
    field: "key",
    hint: "Name one object, exactly as it is stored.",
  });
}

/**
 * An option whose value is none of those that there are.
 *
 * @param known in words: `"blob"`, `"stream"` or a file
 */
export function unknownValue(field: string, known: string): PresignError {
  return new PresignError("InvalidOption", `\`${field}\` has a value that means nothing.`, {
    field,
    hint: `Give ${known}.`,
  });
}
