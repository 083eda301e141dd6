import { CORE_MESSAGES } from "../messages/core.ts";
import { type Presigner as Core, signerMemory } from "../wasm/signer.ts";
import { unwrap } from "../wire.ts";

const LINE_FEED = 10;

/** Signature and path of a key, or of the bucket; `base` is what each path begins with. */
export function signOne(
  core: Core,
  base: string,
  key: string | undefined,
): [signature: string, path: string] {
  const length = core.sign(key);
  const memory = signerMemory();
  const from = core.signed();
  const end = from + length;
  // Where no path stands behind the signature, it is the key as it is.
  if (memory[end - 1] === LINE_FEED && memory[from] !== LINE_FEED) {
    return [ascii(memory, from, end - 1), base + (key ?? "")];
  }
  const answer = unwrap(new TextDecoder().decode(memory.subarray(from, end)), CORE_MESSAGES);
  const [signature = "", path = ""] = answer.split("\n");
  return [signature, path];
}

/** As few bytes as a signature's are text sooner than a TextDecoder has begun. */
function ascii(bytes: Uint8Array, from: number, to: number): string {
  const { fromCharCode } = String;
  const code = (at: number) => bytes[at] as number;
  let text = "";
  let at = from;
  for (; at + 8 <= to; at += 8) {
    text += fromCharCode(
      code(at),
      code(at + 1),
      code(at + 2),
      code(at + 3),
      code(at + 4),
      code(at + 5),
      code(at + 6),
      code(at + 7),
    );
  }
  for (; at < to; at += 1) text += fromCharCode(code(at));
  return text;
}
