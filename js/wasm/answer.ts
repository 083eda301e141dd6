import { CredentialsError, PresignError } from "../errors.ts";

/** What a call into a module gives; what the module refuses is thrown as this package's errors. */
export function answer<T>(call: () => T): T {
  try {
    return call();
  } catch (thrown) {
    throw typeof thrown === "string" ? refusal(thrown) : thrown;
  }
}

/** As the core writes it: four lines, and a field that may hold anything. */
function refusal(text: string): CredentialsError | PresignError {
  const [code = "", index, message = "", hint = "", ...field] = text.split("\n");
  const details = { hint, field: field.join("\n") };
  return code.startsWith("Credentials")
    ? new CredentialsError(code, message, details)
    : new PresignError(code, message, index ? { ...details, index: Number(index) } : details);
}
