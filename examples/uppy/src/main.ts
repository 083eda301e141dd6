import Uppy from "@uppy/core";
import Dashboard from "@uppy/dashboard";
import { defineElements } from "s3-signpost/element";
import { S3Uploader } from "s3-signpost/uppy";
import { s3 } from "./s3.ts";
import "@uppy/core/css/style.min.css";
import "@uppy/dashboard/css/style.min.css";
import "./style.css";

const uppy = new Uppy({
  restrictions: { allowedFileTypes: ["image/*", ".pdf", ".txt"], maxFileSize: 20_000_000 },
})
  .use(Dashboard, {
    target: "#uppy",
    inline: true,
    width: "100%",
    height: "24rem",
    theme: "auto",
    note: "Images, PDF and text, up to 20 MB each",
    proudlyDisplayPoweredByUppy: false,
    metaFields: [{ id: "caption", name: "Caption" }],
  })
  .use(S3Uploader, {
    s3,
    key: ({ name }) => `uploads/${crypto.randomUUID()}/${name}`,
    upload: ({ meta }) => ({
      resumable: true,
      metadata: { caption: String(meta["caption"] ?? "") },
    }),
  });

// Defines <s3-link>, which signs the link of an object again before each click.
defineElements({});

uppy.on("upload-success", (file, { body }) => {
  const link = document.createElement("s3-link");
  link.client = s3;
  link.key = String(body?.["key"]);
  link.textContent = file?.name ?? link.key;
  const item = document.createElement("li");
  item.append(link);
  document.querySelector("#links")?.append(item);
});
