import { explainSignature, initSync, inspect } from "../../build/wasm/reader.js";
import packed from "../../build/wasm/reader_bg.wasm";
import { READER_MESSAGES } from "../messages/core.ts";
import { unwrap } from "../wire.ts";
import { compiled } from "./inline.ts";

// By name: of a whole namespace a bundler could leave nothing out.
const module = { explainSignature, inspect };
let ready = false;

/**
 * Calls what reads URLs. It answers many texts in one, or none, or what it refuses. The module is compiled at the first
 * call.
 */
export function reader(call: (from: typeof module) => string): string[] {
  if (!ready) {
    initSync({ module: compiled(packed) });
    ready = true;
  }
  return JSON.parse(unwrap(call(module), READER_MESSAGES) || "[]");
}
