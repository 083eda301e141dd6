import {
  explainSignature,
  initSync,
  inspect,
  readListing,
  readPartListing,
  readReply,
} from "../../build/wasm/reader.js";
import packed from "../../build/wasm/reader_bg.wasm";
import { answer } from "./answer.ts";
import { compiled } from "./inline.ts";

// By name: of a whole namespace a bundler could leave nothing out.
const module = { explainSignature, inspect, readListing, readPartListing, readReply };
let ready = false;

/** Calls what reads URLs and S3's documents. The module is compiled at the first call. */
export function reader<T>(call: (from: typeof module) => T): T {
  if (!ready) {
    initSync({ module: compiled(packed) });
    ready = true;
  }
  return answer(() => call(module));
}
