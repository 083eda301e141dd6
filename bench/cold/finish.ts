import { keyOf, keysUpTo } from "../case.ts";
import type { ColdStart } from "../engines/engine.ts";
import type { Signer } from "../signer.ts";

declare global {
  /** When the first of the modules was evaluated. */
  var coldBegun: number;
  /** How many keys are to be signed. */
  var coldCount: number;
  var coldStart: Promise<ColdStart>;
}

/** Signs, with everything made anew, and leaves what came of it. */
export function finish(signer: Signer): void {
  globalThis.coldStart = signed(signer, coldCount);
}

async function signed(signer: Signer, count: number): Promise<ColdStart> {
  const all = await signer.make()(keysUpTo(count));
  const milliseconds = performance.now() - coldBegun;
  return { milliseconds, key: keyOf(count - 1), signed: all[count - 1] ?? "" };
}
