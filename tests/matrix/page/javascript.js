// @ts-nocheck: it runs in a browser, beside the installed package.
import "./node_modules/s3-signpost/dist/js.js";
import "./direct.js";
