import { createRequire } from "node:module";
import { join } from "node:path";
import { packagesFolder, requirePackages } from "../../scripts/machine/packages-apart.ts";

interface Yaml {
  parseAllDocuments(text: string): { errors: Error[] }[];
}

let parser: Promise<Yaml> | undefined;

/** Installs the parser, which only documents with YAML need. */
async function loadParser(): Promise<Yaml> {
  await requirePackages("yaml", "tests/docs/yaml");
  return createRequire(join(packagesFolder("yaml"), "package.json"))("yaml");
}

/** Returns the errors of a text in YAML, or undefined. Tags such as CloudFormation's `!Ref` may have any name. */
export async function yamlProblem(code: string): Promise<string | undefined> {
  parser ??= loadParser();
  const { parseAllDocuments } = await parser;
  const errors = parseAllDocuments(code).flatMap((document) => document.errors);
  return errors.map(({ message }) => message).join("\n") || undefined;
}
