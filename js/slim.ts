export * from "./index.ts";
export { type CoreSource, init } from "./wasm/core.ts";
