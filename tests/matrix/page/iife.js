// @ts-nocheck: it runs in a browser, beside the installed package.
import { check } from "./program.js";

console.log(await check(globalThis.S3Signpost));
