import { explainSignature, initSync, inspect } from "../../build/wasm/reader.js";
import packed from "../../build/wasm/reader_bg.wasm";
import { compiled } from "./inline.ts";

// Imported by name, so that a bundler can drop the rest of the glue.
const module = { explainSignature, inspect };
let ready = false;

/** Calls the module that reads URLs. It is compiled at the first call. */
export function reader(call: (from: typeof module) => string): string {
  if (!ready) {
    initSync({ module: compiled(packed) });
    ready = true;
  }
  return call(module);
}
