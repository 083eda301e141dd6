import type { Declaration } from "./element-manifest.ts";

/**
 * Returns the types of the elements in the templates of frameworks: `ElementMarkup` has the attributes and the properties that
 * can be set, and `ElementEvents` the events, both by the name of the element.
 */
export function markupTypes(declarations: readonly Declaration[]): string {
  return [
    `import type { S3ElementEventMap, ${declarations.map(({ name }) => name).join(", ")} } from "../element.js";`,
    ...declarations.map(
      (declaration) =>
        `/** Attributes of \`<${declaration.tagName}>\`, and properties that can be set. */\n` +
        `export interface ${declaration.name}Markup {\n${settings(declaration).join("\n")}\n}`,
    ),
    byTag("ElementMarkup", declarations, ({ name }) => `${name}Markup`),
    byTag("ElementEvents", declarations, ({ events }) => {
      // TypeScript knows the names of native events.
      const names = events.map(({ name }) => name).filter((name) => name.startsWith("s3-"));
      return `Pick<S3ElementEventMap, ${names.map((name) => `"${name}"`).join(" | ")}>`;
    }),
  ].join("\n\n");
}

function settings({ name, attributes, members }: Declaration): string[] {
  const fields = members.filter(({ kind, readonly }) => kind === "field" && !readonly);
  const names = new Map(fields.map((field) => [field.name, field]));
  for (const attribute of attributes) {
    const field = names.get(attribute.fieldName);
    if (field) names.set(attribute.name, field);
  }
  return [...names].map(([setting, field]) => {
    const comment = `/** ${field.description?.replaceAll("\n", "\n   * ")} */`;
    return `  ${comment}\n  ${JSON.stringify(setting)}?: ${name}["${field.name}"] | undefined;`;
  });
}

function byTag(
  name: string,
  declarations: readonly Declaration[],
  typeOf: (declaration: Declaration) => string,
): string {
  const lines = declarations.map(
    (declaration) => `  "${declaration.tagName}": ${typeOf(declaration)};`,
  );
  return `export interface ${name} {\n${lines.join("\n")}\n}`;
}
