/** The module's bytes, as the bundler puts them into the package. */
declare module "*.wasm" {
  const packed: import("./unpack-module.ts").PackedModule;
  export default packed;
}
