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
  let length = 0;
  let page = 0;
  for (const character of text) {
    const next = escapes.indexOf(character) + 1;
    if (next > 0) {
      page = next;
    } else {
      module[length] = bytes[page * 95 + character.charCodeAt(0) - 32] as number;
      length += 1;
      page = 0;
    }
  }
  return module.subarray(0, length);
}
