import "./view.css";
import type { View } from "../view.ts";
import { startDownload } from "./download.ts";
import { fillPrefix, startUpload } from "./upload.ts";

export const transferView: View = {
  id: "transfer",

  start() {
    startDownload();
    startUpload();
  },

  show({ prefix }) {
    if (prefix !== undefined) fillPrefix(prefix);
  },
};
