// @ts-nocheck: it runs in an extension, beside the installed package.
import { cognito, Presigner, S3 } from "./node_modules/s3-signpost/dist/index.js";
import { check } from "./program.js";

chrome.runtime.onMessage.addListener((_message, _sender, respond) => {
  check({ cognito, Presigner, S3 }).then(respond);
  // The response is sent later.
  return true;
});
