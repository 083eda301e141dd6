// @ts-nocheck: it runs in a browser, beside the installed package.
import { cognito, Presigner, S3 } from "./node_modules/s3-signpost/dist/index.js";
import { check } from "./program.js";

const report = check({ cognito, Presigner, S3 });

addEventListener("message", async ({ source }) => (source ?? globalThis).postMessage(await report));
addEventListener("connect", async ({ ports: [port] }) => port.postMessage(await report));
