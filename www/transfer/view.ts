import "./view.css";
import type { View } from "../view.ts";
import { startChart } from "./chart.ts";
import { downloadSpeed, fillKey, isDownloading, startDownload } from "./download.ts";
import { guardLeaving } from "./leaving.ts";
import { pausePreview } from "./preview.ts";
import { fillPrefix } from "./upload-form.ts";
import { hasOpenUploads, startUploads, uploadSpeed } from "./uploads.ts";

export const transferView: View = {
  id: "transfer",

  start() {
    startChart(uploadSpeed, downloadSpeed);
    startUploads();
    startDownload();
    guardLeaving(() => hasOpenUploads() || isDownloading());
  },

  show({ prefix, key }) {
    if (prefix !== undefined) fillPrefix(prefix);
    if (key !== undefined) fillKey(key);
  },

  hide: pausePreview,
};
