import * as glue from "../../build/wasm/signer.js";
import packed from "../../build/wasm/signer_bg.wasm";
import { caller } from "./module.ts";

export type { Presigner, UrlSigner } from "../../build/wasm/signer.js";

/** Calls what signs. */
export const signer = /* @__PURE__ */ caller(glue, packed);
