/** Tiptap and its FileHandler, without a document: prints what is inserted, and where. */

import { addFileInput } from "./file-input.ts";

/** FileHandler; also Image and StarterKit. */
export default { configure: (options: object) => options };

export class Editor {
  readonly state = { selection: { anchor: 7 } };
  readonly commands = {
    insertContentAt: (
      position: number,
      { type, attrs }: { type: string; attrs: { src: string } },
    ) => console.log(position, type, attrs.src),
  };

  constructor({ element, extensions }: { element: Element; extensions: unknown[] }) {
    const { onPaste } = extensions.at(-1) as { onPaste(editor: Editor, files: File[]): void };
    addFileInput(element, (files) => onPaste(this, files));
  }
}
