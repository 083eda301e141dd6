/*
 * The entry `s3-signpost/js`. Its import makes `s3-signpost` and `s3-signpost/slim` work without WebAssembly: it registers
 * the same core, compiled to JavaScript, for every copy of this release in the realm.
 */

import * as glue from "../../build/wasm/javascript_bg.js";
import * as compiled from "../../build/wasm/javascript_core.js";
import { type JavaScriptCore, registerCore } from "./registered-core.ts";

const { Checksum, combine, Presigner } = glue;

glue.__wbg_set_wasm(compiled);
const core = { Checksum, combine, Presigner, memory: compiled.memory };
// Its classes have the methods of those of WebAssembly, and TypeScript compares their private constructors.
registerCore(core as object as JavaScriptCore);
