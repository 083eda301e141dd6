/**
 * The DOM's type `Name`; in a program without it, `Otherwise`. So the declarations of the package compile with TypeScript's
 * `WebWorker` library and with Node's types, which lack some types of the DOM, and are exact in a page.
 *
 * Types such as `Blob`, `File` and `Response` need it not: all three have them.
 */
export type DomType<Name extends string, Otherwise = never> = typeof globalThis extends {
  [K in Name]: { prototype: infer Type };
}
  ? Type
  : Otherwise;
