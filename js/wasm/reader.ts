import * as glue from "../../build/wasm/reader.js";
import packed from "../../build/wasm/reader_bg.wasm";
import { answer, start } from "./module.ts";

let ready = false;

/** Calls what reads URLs and S3's documents. The module is compiled at the first call. */
export function reader<T>(call: (module: typeof glue) => T): T {
  if (!ready) {
    start(glue, packed);
    ready = true;
  }
  return answer(() => call(glue));
}
