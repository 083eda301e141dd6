import { cognito, Presigner, S3 } from "s3-signpost";
import { check } from "./program.js";

check({ cognito, Presigner, S3 }).then((report) => {
  Object.assign(globalThis, { report });
  console.log(report);
});
