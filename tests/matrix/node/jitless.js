// @ts-nocheck: it runs beside the installed package.
// The fetch of Node needs WebAssembly, which this mode does not have: only signing works.
import "s3-signpost/js";
import { Presigner } from "s3-signpost";
import { sign } from "./program.js";

console.log(JSON.stringify({ signature: sign({ Presigner }) }));
