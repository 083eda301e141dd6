import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { run } from "../shell.ts";
import { replaceOnce } from "./glue.ts";

/** Exports of wasm-bindgen that its JavaScript does not use: a table of JavaScript's values, and marks of a crash. */
const UNUSED_EXPORTS = [
  "__wbindgen_externrefs",
  "__wbindgen_start",
  "__abort_handler",
  "__instance_terminated",
];

/** Features of WebAssembly that Rust's precompiled core library uses, and the passes that replace their instructions. */
const LOWERING = [
  ...["--enable-sign-ext", "--signext-lowering"],
  ...["--enable-bulk-memory", "--llvm-memory-copy-fill-lowering"],
  ...["--enable-nontrapping-float-to-int", "--llvm-nontrapping-fptoint-lowering"],
  ...["--enable-mutable-globals", "--enable-reference-types"],
];

/**
 * Writes a copy of a module without its section `target_features` and its names. Without the section, wasm-bindgen adds no
 * instructions of later versions of WebAssembly, which wasm2js does not have.
 *
 * @returns the path of the copy
 */
export async function withoutFeatures(file: string, folder: string): Promise<string> {
  const copy = `${folder}/javascript.wasm`;
  mkdirSync(folder, { recursive: true });
  await run("wasm-opt", [file, "--strip-target-features", "--strip-debug", "-o", copy]);
  return copy;
}

/**
 * Compiles a module to JavaScript with wasm2js. The result is an ES module with the exports of the WebAssembly module; it
 * uses neither `eval` nor `new Function`.
 *
 * @param file path of the .wasm file, which is changed
 * @param output path of the .js file
 */
export async function compileToJavaScript(file: string, output: string): Promise<void> {
  // It takes seconds to load, which a build without a change saves.
  const { default: binaryen } = await import("binaryen");
  const module = binaryen.readBinary(readFileSync(file));
  for (const name of UNUSED_EXPORTS) module.removeExport(name);
  writeFileSync(file, module.emitBinary());
  module.dispose();
  // The passes run in this order, after the features are enabled.
  await run("wasm-opt", [file, ...LOWERING, "--remove-unused-module-elements", "-Oz", "-o", file]);
  await run("wasm2js", [file, "-Oz", "-o", output]);
  rmSync(file);
  writeFileSync(output, wipeGrownMemory(readFileSync(output, "utf8")));
}

/** Writes type declarations beside the JavaScript of wasm-bindgen and of wasm2js, which have none. */
export function declareJavaScript(folder: string): void {
  const exports = readFileSync(`${folder}/javascript.d.ts`, "utf8");
  const setter = "export function __wbg_set_wasm(exports: object): void;";
  writeFileSync(`${folder}/javascript_bg.d.ts`, `${exports}\n${setter}\n`);
  const memory = "export const memory: { readonly buffer: ArrayBuffer };\n";
  writeFileSync(`${folder}/javascript_core.d.ts`, memory);
  for (const name of ["javascript.js", "javascript.d.ts", "javascript_bg.wasm.d.ts"]) {
    rmSync(`${folder}/${name}`, { force: true });
  }
}

/** Wipes the buffer that the memory leaves when it grows: it may hold a signing key. */
function wipeGrownMemory(code: string): string {
  return replaceOnce(code, [
    ["newHEAP8.set(HEAP8);", "newHEAP8.set(HEAP8);\n      HEAP8.fill(0);"],
  ]);
}
