import { firstKeys, keyOf } from "../case.ts";
import type { ColdStart } from "../engines/engine.ts";
import type { Signer } from "../signer.ts";

declare global {
  /** Time of the evaluation of the first module. */
  var coldStartedAt: number;
  /** Number of keys to sign. */
  var coldCount: number;
  var coldStart: Promise<ColdStart>;
}

/** Signs `coldCount` keys with a new signer, and stores the result in `coldStart`. */
export function finish(signer: Signer): void {
  globalThis.coldStart = signed(signer, coldCount);
}

async function signed(signer: Signer, count: number): Promise<ColdStart> {
  const all = await signer.create()(firstKeys(count));
  const milliseconds = performance.now() - coldStartedAt;
  return { milliseconds, key: keyOf(count - 1), signed: all[count - 1] ?? "" };
}
