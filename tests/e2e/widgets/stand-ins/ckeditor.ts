/** CKEditor's FileRepository without a document: prints the result of an upload. */

import { addFileInput } from "./file-input.ts";

interface Adapter {
  upload(): Promise<{ default: string }>;
}

export const ClassicEditor = {
  async create(element: Element) {
    const repository = {} as { createUploadAdapter(loader: object): Adapter };
    addFileInput(element, async ([file]) => {
      const loader = { file: Promise.resolve(file), uploadTotal: null, uploaded: 0 };
      await repository
        .createUploadAdapter(loader)
        .upload()
        .then(
          (urls) => console.log("image", urls.default),
          (reason) => console.log("error", reason),
        );
    });
    return { plugins: { get: () => repository } };
  },
};
