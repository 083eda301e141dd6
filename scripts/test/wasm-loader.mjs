import { register } from "node:module";

/**
 * Makes `import packed from "….wasm"` give the module as the bundler packs it, so that tests in Node
 * import the sources as they are.
 */
register("./wasm-hooks.mjs", import.meta.url);
