/** Retries of requests whose responses have an error of the server. */

/**
 * Sends a request until its status is neither 429 nor 500 to 599, or `retries` retries are over. `initialDelay` is the
 * limit of the first back-off in milliseconds, with full jitter; doubled each time.
 */
export async function sendWithRetries(
  retries: number,
  initialDelay: number,
  send: (isLast: boolean) => Promise<Response>,
): Promise<Response> {
  for (let attempt = 0; ; attempt += 1) {
    const isLast = attempt >= retries;
    const response = await send(isLast);
    if (isLast || !isServerError(response.status)) return response;
    response.body?.cancel().catch(() => {});
    const delay = Math.random() * initialDelay * 2 ** attempt;
    await new Promise((resolve) => setTimeout(resolve, delay));
  }
}

/** Whether a later attempt can succeed. */
export function isServerError(status: number): boolean {
  return status >= 500 || status === 429;
}
