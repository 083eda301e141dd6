// @ts-nocheck: it runs in a browser, beside the installed package.
import { cognito, Presigner, S3 } from "./node_modules/s3-signpost/dist/index.js";
import { check } from "./program.js";

const report = await check({ cognito, Presigner, S3 });
Object.assign(globalThis, { report });
console.log(report);
