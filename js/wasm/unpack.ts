/** A module as printable ASCII, as the build writes it: bytes in one character each, or in two. */
export interface PackedModule {
  text: string;
  /** Characters that move the next one to the first or second page of rarer bytes. */
  escapes: string;
  /** The byte of each of the 95 printable characters, for no escape, the first and the second. */
  bytes: readonly number[];
  /** Where the bodies of its functions with vector instructions are: offset and length in turn. */
  vectorFunctions?: readonly number[];
}

/** Gives the module's bytes back. */
export function unpackModule({ text, escapes, bytes }: PackedModule): Uint8Array<ArrayBuffer> {
  const module = new Uint8Array(text.length);
  const table = Uint8Array.from(bytes);
  const [first, second] = [escapes.charCodeAt(0), escapes.charCodeAt(1)];
  let length = 0;
  let page = -32;
  // A page's first signature waits for this loop: numbers, not characters, run fast before they are compiled.
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
