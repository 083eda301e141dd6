import { CredentialsError } from "../errors.ts";
import { abortable } from "../http/abortable.ts";
import { about } from "../options.ts";

/** A token, or a function that is asked for a current one at every refresh. */
export type TokenSource = string | (() => string | Promise<string>);

/**
 * The token of this moment. `option` is how it is spelled in the options, for the errors: `LoginFailed`
 * where the function throws, `LoginTokenMissing` where there is no token.
 */
export async function currentToken(
  source: TokenSource,
  option: string,
  signal: AbortSignal | undefined,
): Promise<string> {
  let token: unknown = source;
  if (typeof source === "function") {
    try {
      token = await abortable(
        Promise.resolve().then(() => source()),
        signal,
      );
    } catch (cause) {
      signal?.throwIfAborted();
      throw new CredentialsError("LoginFailed", about(option, "must not throw."), {
        cause,
        field: option,
        hint: "The `cause` is the error that it threw. The user may have to sign in again.",
      });
    }
  }
  if (typeof token !== "string" || token === "") {
    throw new CredentialsError(
      "LoginTokenMissing",
      about(option, "must be a token, or a function that returns one."),
      {
        field: option,
        hint: "Give the token as a string, or a function that returns it; for a guest leave the login out.",
      },
    );
  }
  return token;
}
