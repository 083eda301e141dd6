import { readFileSync } from "node:fs";
import { Problem } from "../errors.ts";

/**
 * What wasm-bindgen writes for every host and this package never needs: a word by which it is known, where it stands,
 * and what stands there instead. Engines that have what esbuild's target asks for have `encodeInto` too; not so
 * FinalizationRegistry, which Cloudflare Workers lacked until 2025.
 *
 * @type {[mark: string, where: RegExp, instead: string][]}
 */
const cuts = [
  [
    // js/wasm calls it with a compiled module: in dist/slim.js twice, since signer and reader are one there.
    "deprecated parameters for `initSync()`",
    /\nfunction initSync\(module\) \{[\s\S]*$/,
    `
function initSync({ module }) {
    if (wasm === undefined) {
        wasm = new WebAssembly.Instance(module, __wbg_get_imports()).exports;
        wasm.__wbindgen_start();
    }
    return wasm;
}

export { initSync };
`,
  ],
  // What js/ holds of the glue's classes it frees by name.
  ["Symbol.dispose", /\nif \(Symbol\.dispose\) .*/g, ""],
  ["realloc === undefined", /\n {4}if \(realloc === undefined\) \{[^}]*\}\n/, ""],
  ["'encodeInto' in", /\nif \(!\('encodeInto' in [\s\S]*?\n\}\n/, ""],
  [
    // A buffer that is detached is also another one than the memory's.
    ".detached",
    /cachedDataViewMemory0 === null \|\| .*(cachedDataViewMemory0)(\.buffer !== wasm\.memory\.buffer)\)/,
    "$1?$2",
  ],
  [
    // Frees the arguments before one that cannot be passed. They are texts, so that is for want of memory.
    "throw e;\n",
    /try \{\n((?:(?!try \{)[\s\S])*?)\n\s*\} catch \(e\) \{\n(?:\s+if \(ptr\d+\) \{.*\}\n)+\s+throw e;\n\s*\}/g,
    "$1",
  ],
];

/** Leaves out of wasm-bindgen's glue what no page would run. @type {import("esbuild").Plugin} */
export const leanGlue = {
  name: "lean-glue",
  setup(build) {
    build.onLoad({ filter: /\/build\/wasm\/\w+\.js$/ }, ({ path }) => ({
      contents: lean(readFileSync(path, "utf8")),
    }));
  },
};

/**
 * Throws where wasm-bindgen has come to write it in another way.
 *
 * @param {string} glue
 */
function lean(glue) {
  for (const [mark, where, instead] of cuts) {
    glue = glue.replace(where, instead);
    if (glue.includes(mark))
      throw new Problem(`The glue still has "${mark}": see ${import.meta.url}`);
  }
  return glue;
}
