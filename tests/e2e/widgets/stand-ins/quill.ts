/** Quill and its module `uploader`, without a document: prints what is inserted, and where. */

import { addFileInput } from "./file-input.ts";

interface Options {
  modules: { uploader: { handler(range: object, files: File[]): void } };
}

export default class Quill {
  constructor(element: Element, { modules }: Options) {
    const quill = {
      insertEmbed: (index: number, type: string, url: string) => console.log(index, type, url),
    };
    const range = { index: 3, length: 0 };
    // Quill calls the handler with the module as `this`.
    addFileInput(element, (files) =>
      modules.uploader.handler.call({ quill } as never, range, files),
    );
  }
}
