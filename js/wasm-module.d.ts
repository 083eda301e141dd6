/** The module's bytes in base64, as the bundler puts them into the package. */
declare module "*.wasm" {
  const base64: string;
  export default base64;
}
