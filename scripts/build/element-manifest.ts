import { readdirSync, readFileSync } from "node:fs";
import * as cem from "@custom-elements-manifest/analyzer";
import * as elements from "../../js/element/index.ts";
import { Problem } from "../errors.ts";
import { inRoot } from "../paths.mjs";

interface Named {
  name: string;
  description?: string;
  default?: string;
}

interface Typed extends Named {
  type?: { text: string };
}

export interface Member extends Typed {
  kind: "field" | "method";
  readonly?: boolean;
  static?: boolean;
  privacy?: string;
  inheritedFrom?: object;
  attribute?: string;
  reflects?: boolean;
}

/** An element in a custom elements manifest, with its own members and those of its base classes. */
export interface Declaration extends Named {
  kind: "class";
  tagName: string;
  customElement: true;
  superclass: { name: string; package?: string };
  attributes: (Typed & { fieldName: string })[];
  members: Member[];
  events: Typed[];
  slots: Named[];
  cssParts?: Named[];
  cssProperties?: Named[];
  cssStates?: Named[];
}

interface Manifest {
  modules: { declarations: (Named & Partial<Declaration>)[] }[];
}

/** The analyzer as a module, which its types leave out. */
const { create, ts } = cem as unknown as {
  create(options: { modules: object[] }): Manifest;
  ts: {
    createSourceFile(name: string, text: string, target: number, setParents: boolean): object;
    ScriptTarget: { ESNext: number };
  };
};

/** The file of the package that has all elements. */
const MODULE = "dist/element.js";

/** Returns the elements with the doc comments of js/element, without what is internal. */
export function elementDeclarations(): Declaration[] {
  const folder = inRoot("js", "element");
  const modules = readdirSync(folder)
    .filter((name) => !name.endsWith(".d.ts"))
    .map((name) => {
      const text = readFileSync(`${folder}/${name}`, "utf8");
      return ts.createSourceFile(name, text, ts.ScriptTarget.ESNext, true);
    });
  return create({ modules })
    .modules.flatMap(({ declarations }) => declarations)
    .filter(({ tagName }) => tagName)
    .map((declaration) => publicDeclaration(declaration as Declaration));
}

/** Returns the custom elements manifest. Source: webcomponents/custom-elements-manifest, schema 1.0.0. */
export function elementManifest(declarations: readonly Declaration[]): object {
  const exports = declarations.map(({ name }) => ({
    kind: "js",
    name,
    declaration: { name, module: MODULE },
  }));
  return {
    schemaVersion: "1.0.0",
    readme: "README.md",
    modules: [{ kind: "javascript-module", path: MODULE, declarations, exports }],
  };
}

/** Leaves out what is internal, and adds the attributes: each is reflected by the property of its name in camel case. */
function publicDeclaration(declaration: Declaration): Declaration {
  const { kind, name, tagName, description = "", events, slots } = declaration;
  const { cssParts, cssProperties, cssStates } = declaration;
  const members = declaration.members
    // The analyzer takes assignments to properties of other objects for fields, without a description.
    .filter((member) => !member.privacy && !member.static && member.description)
    .map(({ inheritedFrom: _, ...member }) => member);
  const attributes = attributesOf(name).map((attribute) => {
    const fieldName = attribute.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
    const field = members.find((member) => member.name === fieldName);
    if (!field) throw new Problem(`${name} has no documented property ${fieldName}.`);
    Object.assign(field, { attribute, reflects: true });
    const { description = "", default: value } = field;
    // An attribute is absent instead of null.
    const type = { text: field.type?.text.replace(" | null", "") ?? "string" };
    return { name: attribute, type, description, ...(value && { default: value }), fieldName };
  });
  return {
    kind,
    name,
    tagName,
    customElement: true,
    description,
    superclass: { name: "HTMLElement", package: "global:" },
    attributes,
    members,
    events: events.filter((event) => event.description),
    slots,
    ...(cssParts && { cssParts }),
    ...(cssProperties && { cssProperties }),
    ...(cssStates && { cssStates }),
  };
}

function attributesOf(name: string): readonly string[] {
  const classes = new Map<string, unknown>(Object.entries(elements));
  return (classes.get(name) as typeof elements.S3ClientElement).observedAttributes;
}
