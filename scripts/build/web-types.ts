import type { Declaration } from "./element-manifest.ts";

/** Returns the description of the elements for JetBrains' editors. Source: JetBrains/web-types, schema 1.0.0. */
export function webTypes(declarations: readonly Declaration[], version: string): object {
  return {
    $schema: "https://raw.githubusercontent.com/JetBrains/web-types/master/schema/web-types.json",
    name: "s3-signpost",
    version,
    "description-markup": "markdown",
    contributions: { html: { elements: declarations.map(elementOf) } },
  };
}

function elementOf(declaration: Declaration): object {
  const { tagName, description, attributes = [], members = [] } = declaration;
  const {
    events = [],
    slots = [],
    cssParts = [],
    cssProperties = [],
    cssStates = [],
  } = declaration;
  const fields = members.filter(({ kind }) => kind === "field");
  return {
    name: tagName,
    description,
    attributes: attributes.map(({ name, description, type, default: value }) => ({
      name,
      description,
      default: value,
      value: type?.text === "boolean" ? { kind: "no-value" } : { kind: "plain", type: type?.text },
    })),
    slots,
    js: {
      properties: fields.map(({ name, description, type, readonly }) => ({
        name,
        description,
        type: type?.text,
        "read-only": readonly,
      })),
      events: events.map(({ name, description, type }) => ({
        name,
        description,
        type: type?.text,
      })),
    },
    css: {
      parts: cssParts,
      properties: cssProperties.map(({ name, description, default: value }) => ({
        name,
        description,
        default: value,
      })),
      "pseudo-classes": cssStates.map(({ name, description }) => ({
        name: `state(${name})`,
        description,
      })),
    },
  };
}
