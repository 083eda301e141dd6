/** The module's bytes, as the bundler puts them into the package. */
declare module "*.wasm" {
  const packed: import("./unpack.ts").PackedModule;
  export default packed;
}

/** Facts about the module that is also in core.wasm, which the build writes. */
declare module "*/signer.json" {
  /** The contents of the custom section `s3-signpost` of core.wasm. */
  export const build: string;
  /** As in `PackedModule`. */
  export const vectorFunctions: readonly number[];
}
