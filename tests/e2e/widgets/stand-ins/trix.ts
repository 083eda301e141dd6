/** Trix without a document: dispatches its event for each file that is chosen, and prints the attributes. */

import { addFileInput } from "./file-input.ts";

const element = document.getElementById("element") as Element;
addFileInput(element, ([file]) => {
  const attachment = {
    file,
    setUploadProgress: (percent: number) => percent === 100 && console.log("100 %"),
    setAttributes: ({ url, href }: Record<string, string>) => console.log(url, url === href),
  };
  const event = new Event("trix-attachment-add", { bubbles: true });
  element.dispatchEvent(Object.assign(event, { attachment }));
});
