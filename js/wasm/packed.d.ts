/** The module's bytes, as the bundler puts them into the package. */
declare module "*.wasm" {
  const packed: import("./unpack.ts").PackedModule;
  export default packed;
}

/** What the build tells of the module apart. */
declare module "*/core.json" {
  /** What the custom section `s3-signpost` of its file holds. */
  export const build: string;
  /** As in `PackedModule`. */
  export const vectorFunctions: readonly number[];
}
