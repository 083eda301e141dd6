// @ts-nocheck: it runs in an extension, beside the installed package.
import { cognito, Presigner, S3 } from "./node_modules/s3-signpost/dist/index.js";
import { check } from "./program.js";

console.log(await check({ cognito, Presigner, S3 }));
