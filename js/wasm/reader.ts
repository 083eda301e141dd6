import * as glue from "../../build/wasm/reader.js";
import packed from "../../build/wasm/reader_bg.wasm";
import { caller } from "./module.ts";

/** Calls what reads URLs and S3's documents. */
export const reader = /* @__PURE__ */ caller(glue, packed);
