import { abortable } from "./abortable.ts";
import type { Host } from "./host.ts";

/** Waits for `milliseconds`. Rejects with the signal's reason once it is aborted; leaves no timer. */
export async function wait(
  host: Pick<Host, "setTimeout" | "clearTimeout">,
  milliseconds: number,
  signal: AbortSignal | undefined,
): Promise<void> {
  let timer: unknown;
  const elapsed = new Promise<void>((resolve) => {
    timer = host.setTimeout(resolve, milliseconds);
  });
  await abortable(elapsed, signal).finally(() => host.clearTimeout(timer));
}
