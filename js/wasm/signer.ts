import * as glue from "../../build/wasm/signer.js";
import packed from "../../build/wasm/signer_bg.wasm";
import { answer, start } from "./module.ts";

export type { Presigner, UrlSigner } from "../../build/wasm/signer.js";

let ready = false;

/** Calls what signs. The module is compiled at the first call: a page that makes none does without it. */
export function signer<T>(call: (module: typeof glue) => T): T {
  if (!ready) {
    start(glue, packed);
    ready = true;
  }
  return answer(() => call(glue));
}
