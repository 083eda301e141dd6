import { type Presigner as Core, readOutput, signerMemory, writeInput } from "../wasm/signer.ts";
import { unwrap } from "../wire.ts";

const LINE_FEED = 10;

/**
 * Signs a key, or the bucket if there is none: `sign` in the grammar of src/wasm/wire.rs. `base` is the part that all
 * paths begin with.
 */
export function signOne(
  core: Core,
  base: string,
  key: string | undefined,
): [signature: string, path: string] {
  if (key !== undefined) writeInput(core, key);
  const length = core.sign(key !== undefined);
  const memory = signerMemory();
  const from = core.output();
  const end = from + length;
  // Without a path after the signature, no character of the key needs encoding.
  if (memory[end - 1] === LINE_FEED && memory[from] !== LINE_FEED) {
    return [ascii(memory, from, end - 1), base + (key ?? "")];
  }
  const reply = unwrap(readOutput(core, length));
  const [signature = "", path = ""] = reply.split("\n");
  return [signature, path];
}

/** Decodes ASCII. For as few bytes as a signature has, this is faster than a TextDecoder. */
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
