import type { Attempt } from "./attempt.ts";

/**
 * Reads the start of a response's body as text, at most `limit` bytes of it, and cancels the rest.
 *
 * Rejects with the error that cancelled the attempt, or with that of the connection.
 *
 * @param onRead called before each read
 */
export async function readText(
  response: Pick<Response, "body" | "text">,
  limit: number,
  attempt: Pick<Attempt, "race">,
  onRead: () => void = () => {},
): Promise<string> {
  // A substitute for `fetch` may return a response without a stream.
  if (!response.body) return (await attempt.race(response.text())).slice(0, limit);
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  let left = limit;
  try {
    while (left > 0) {
      onRead();
      const { done, value } = await attempt.race(reader.read());
      if (done) break;
      text += decoder.decode(value.subarray(0, left), { stream: true });
      left -= value.length;
    }
    return text + decoder.decode();
  } finally {
    // Has no effect on a body that has ended.
    reader.cancel().catch(() => {});
  }
}
