import { register } from "node:module";

/**
 * Makes `import text from "….wasm"` give the module as characters, as the bundler does for the package, so
 * that tests in Node import the sources as they are.
 */
register("./wasm-hooks.mjs", import.meta.url);
