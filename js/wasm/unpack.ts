/** A module as printable ASCII, as the build writes it: one or two characters per byte. */
export interface PackedModule {
  text: string;
  /** The two characters that select the first or second page of rarer bytes for the next character. */
  escapes: string;
  /** The bytes of the 95 printable characters: without an escape, after the first, and after the second. */
  bytes: readonly number[];
  /** Offset and length of the body of each function with vector instructions, alternating. */
  vectorFunctions?: readonly number[];
}

/** Returns the bytes of the module. */
export function unpackModule({ text, escapes, bytes }: PackedModule): Uint8Array<ArrayBuffer> {
  const module = new Uint8Array(text.length);
  const table = Uint8Array.from(bytes);
  const [first, second] = [escapes.charCodeAt(0), escapes.charCodeAt(1)];
  let length = 0;
  let page = -32;
  // The first signature of a page waits for this loop. Before it is compiled, numbers are faster than characters.
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === first) page = 95 - 32;
    else if (code === second) page = 190 - 32;
    else {
      module[length] = table[page + code] as number;
      length += 1;
      page = -32;
    }
  }
  return module.subarray(0, length);
}
