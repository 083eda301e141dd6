import {
  formCurl,
  formData,
  formHtml,
  initSync,
  Presigner,
  s3Uri,
} from "../../build/wasm/signer.js";
import packed from "../../build/wasm/signer_bg.wasm";
import { answer } from "./answer.ts";
import { compiled } from "./inline.ts";

export type { Presigner } from "../../build/wasm/signer.js";

// By name: of a whole namespace a bundler could leave nothing out.
const module = { formCurl, formData, formHtml, Presigner, s3Uri };
let ready = false;

/** Calls what signs. The module is compiled at the first call: a page that makes none does without it. */
export function signer<T>(call: (from: typeof module) => T): T {
  if (!ready) {
    initSync({ module: compiled(packed) });
    ready = true;
  }
  return answer(() => call(module));
}
