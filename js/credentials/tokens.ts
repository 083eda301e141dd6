import { abortable } from "../http/abortable.ts";
import { LOGIN_FAILED, LOGIN_TOKEN_MISSING } from "../messages/credentials.ts";
import { credentialsError } from "./credentials-error.ts";

/** A token, or a function that returns a current one and is called at every refresh. */
export type TokenSource = string | (() => string | Promise<string>);

/**
 * Returns the current token.
 *
 * @param field path of the option, for errors
 * @throws {CredentialsError} `LoginFailed` if the function throws, `LoginTokenMissing` if there is no token
 */
export async function currentToken(
  source: TokenSource,
  field: string,
  signal: AbortSignal | undefined,
): Promise<string> {
  let token: unknown = source;
  if (typeof source === "function") {
    try {
      const readSource = async () => source();
      token = await abortable(readSource(), signal);
    } catch (cause) {
      signal?.throwIfAborted();
      throw credentialsError(LOGIN_FAILED, { field, cause });
    }
  }
  if (typeof token === "string" && token !== "") return token;
  throw credentialsError(LOGIN_TOKEN_MISSING, { field });
}
