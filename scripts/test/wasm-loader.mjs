import { register } from "node:module";

/*
 * Lets tests in Node import the sources: `import packed from "….wasm"` returns the packed module, as in the bundle.
 */
register("./wasm-hooks.mjs", import.meta.url);
