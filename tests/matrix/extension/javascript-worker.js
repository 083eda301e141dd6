// @ts-nocheck: it runs in an extension, beside the installed package.
import "./node_modules/s3-signpost/dist/js.js";
import "./worker.js";
