import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { packagesFolder, requirePackages } from "../../../scripts/machine/packages-apart.ts";
import { inRoot } from "../../../scripts/paths.mjs";
import { list, NAMES, type Statement } from "./policy.ts";

/** A node of the parser of YAML. */
interface Node {
  tag?: string;
  items?: (Node | { key: Node; value: Node })[];
  value?: unknown;
  toJSON(): unknown;
}

// biome-ignore lint/suspicious/noExplicitAny: a template has values of any shape, which the tests compare.
export type Template = Record<string, any>;

/** Parses docs/infrastructure/cloudformation.yaml. The short forms of functions are objects, such as `{ Ref: "Bucket" }`. */
export async function parseTemplate(): Promise<Template> {
  await requirePackages("yaml", "tests/docs/yaml");
  const { parseDocument } = createRequire(join(packagesFolder("yaml"), "package.json"))("yaml");
  const text = readFileSync(inRoot("docs", "infrastructure", "cloudformation.yaml"), "utf8");
  const { contents, errors } = parseDocument(text, { logLevel: "silent" });
  if (errors.length > 0) throw errors[0];
  return decode(contents) as Template;
}

function decode(node: Node): unknown {
  const value = untagged(node);
  const { tag } = node;
  if (!tag?.startsWith("!")) return value;
  return { [tag === "!Ref" ? "Ref" : `Fn::${tag.slice(1)}`]: value };
}

function untagged({ items, value }: Node): unknown {
  if (!items) return value;
  const isMap = items.some((item) => "key" in item);
  if (!isMap) return (items as Node[]).map(decode);
  const pairs = items as { key: Node; value: Node }[];
  return Object.fromEntries(pairs.map((pair) => [String(pair.key.value), decode(pair.value)]));
}

/** Returns the statements of a policy document of the template. */
export function statementsOf(document: Template): Statement[] {
  return document["Statement"].map(
    ({ Sid, Effect, Principal, Action, Resource, Condition }: Template) => ({
      ...(Sid && { Sid }),
      Effect,
      ...(Principal && { Principal }),
      Action: list(Action),
      ...(Resource && { Resource: list(Resource).map(textOf) }),
      ...(Condition && { Condition: mapValues(Condition, (test) => mapValues(test, texts)) }),
    }),
  );
}

function texts(value: unknown): string[] {
  return list(value).map(textOf);
}

function mapValues<T>(record: Template, map: (value: Template) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value)]));
}

/** Returns a text with the names of resources, for those functions that policies use. */
function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  const { Ref, "Fn::GetAtt": attribute, "Fn::Sub": sub } = value as Record<string, string>;
  if (Ref === "IdentityPool") return NAMES.identityPool;
  if (attribute === "Bucket.Arn") return NAMES.bucket;
  if (sub) return sub.replaceAll("${Bucket.Arn}", NAMES.bucket).replaceAll("${!", "${");
  throw new Error(`No name for ${JSON.stringify(value)}.`);
}
