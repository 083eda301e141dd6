/** The module's bytes, as the bundler puts them into the package. */
declare module "*.wasm" {
  const packed: import("./unpack.ts").PackedModule;
  export default packed;
}
