/** EasyMDE without a document: prints what the upload function reports. */

import { addFileInput } from "./file-input.ts";

interface Options {
  element: Element;
  imageUploadFunction(
    file: File,
    onSuccess: (url: string) => void,
    onError: (text: string) => void,
  ): void;
}

export default class EasyMDE {
  constructor({ element, imageUploadFunction }: Options) {
    addFileInput(element, ([file]) =>
      imageUploadFunction(
        file as File,
        (url) => console.log("image", url),
        (text) => console.log("error", text),
      ),
    );
  }
}
