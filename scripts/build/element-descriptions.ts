import { readFileSync, writeFileSync } from "node:fs";
import { inRoot } from "../paths.mjs";
import { elementDeclarations, elementManifest } from "./element-manifest.ts";
import { markupTypes } from "./element-markup.ts";
import { webTypes } from "./web-types.ts";

/** Writes the descriptions of the custom elements for editors, and the types of their attributes for frameworks. */
export function describeElements(): void {
  const declarations = elementDeclarations();
  const { version } = JSON.parse(readFileSync(inRoot("package.json"), "utf8"));
  write("custom-elements.json", JSON.stringify(elementManifest(declarations), null, 2));
  write("web-types.json", JSON.stringify(webTypes(declarations, version), null, 2));
  write("types/element/markup.d.ts", markupTypes(declarations));
}

function write(name: string, text: string): void {
  writeFileSync(inRoot("dist", name), `${text}\n`);
}
