/** The module's bytes, a character (U+0000 to U+00FF) for each, as the bundler puts them into the package. */
declare module "*.wasm" {
  const characters: string;
  export default characters;
}
