import { parse } from "@babel/parser";

/** A node of a syntax tree, as far as these tests read it. */
export interface Node {
  type: string;
  leadingComments?: readonly { value: string }[] | null;
  [property: string]: unknown;
}

/** A property or method of a type, or a declaration at the top level. */
export interface PublicItem {
  /** Path, such as `S3.download` or `PresignRequest.response.downloadAs`. */
  path: string;
  /** Text of the doc comment before its first tag; empty without one. */
  description: string;
  /** Text after `@default`; undefined without the tag. */
  default: string | undefined;
  isOptional: boolean;
}

/** The declarations of one file of types. */
export class PublicTypes {
  /** Declarations at the top level, by name. Overloads of a function have one name. */
  readonly declarations = new Map<string, Node[]>();
  readonly exported = new Set<string>();

  constructor(source: string) {
    const tree = parse(source, { sourceType: "module", plugins: [["typescript", { dts: true }]] });
    for (const statement of tree.program.body as unknown as Node[]) this.#read(statement);
  }

  /** Returns the items of exported declarations, and of classes and interfaces, which these may extend. */
  items(): PublicItem[] {
    const isPublic = (name: string, { type }: Node) =>
      this.exported.has(name) || /Class|Interface/.test(type);
    return [...this.declarations].flatMap(([name, nodes]) =>
      nodes
        .filter((node) => isPublic(name, node))
        .flatMap((node) => [itemOf(name, node), ...membersIn(node, name)]),
    );
  }

  /**
   * Returns the names of this file that exported declarations use and that are not exported. Mapped and conditional types may
   * use helpers, and classes may extend a class that nobody else can extend.
   */
  hiddenNames(): string[] {
    const names = [...this.exported].flatMap((name) =>
      (this.declarations.get(name) ?? []).flatMap((node) => [...namesIn(node)]),
    );
    const hidden = names.filter((name) => this.declarations.has(name) && !this.exported.has(name));
    return [...new Set(hidden)].sort();
  }

  #read(statement: Node): void {
    if (statement["declaration"] && statement.type !== "ExportDefaultDeclaration")
      throw new Error("Exports are expected at the end of the file.");
    if (statement.type.startsWith("Export")) {
      for (const specifier of (statement["specifiers"] ?? []) as Node[]) {
        this.exported.add((specifier["local"] as { name: string } | undefined)?.name ?? "*");
      }
      return;
    }
    if (statement.type === "ImportDeclaration" || statement["global"]) return;
    const [variable = statement] = (statement["declarations"] ?? []) as Node[];
    const name = nameOf(variable["id"] as Node);
    this.declarations.set(name, [...(this.declarations.get(name) ?? []), statement]);
  }
}

const MEMBERS = [
  "ClassAccessorProperty",
  "ClassProperty",
  "TSDeclareMethod",
  "TSMethodSignature",
  "TSPropertySignature",
];

/** Parts without members of their own: the type of a constant is that of its value, and a signature is described as a whole. */
const WHOLE = /^VariableDeclarator$|^TSConditionalType$|Function|Method/;

/** Yields the properties and methods of a type, and those of the types in them. */
function* membersIn(node: Node, path: string): Generator<PublicItem> {
  if (WHOLE.test(node.type)) return;
  for (const child of childrenOf(node)) {
    if (!MEMBERS.includes(child.type)) {
      yield* membersIn(child, path);
      continue;
    }
    // A property with a getter and a setter has one description.
    if (child["kind"] === "set") continue;
    const inner = `${path}.${nameOf(child["key"] as Node)}`;
    yield itemOf(inner, child);
    yield* membersIn(child, inner);
  }
}

function itemOf(path: string, node: Node): PublicItem {
  const comments = (node.leadingComments ?? []).map(({ value }) => value);
  const comment = comments.filter((value) => value.startsWith("*")).at(-1) ?? "";
  const text = comment.replaceAll(/^\s*\*+ ?/gm, "").trim();
  const [description = "", ...tags] = text.split(/^@/m);
  return {
    path,
    description: description.trim(),
    default: tags.find((tag) => tag.startsWith("default "))?.slice("default ".length),
    isOptional: node["optional"] === true,
  };
}

function nameOf(key: Node): string {
  return String(key["name"] ?? key["value"] ?? "[symbol]");
}

/** Yields the names of types that a declaration refers to. */
function* namesIn(node: Node): Generator<string> {
  if (["TSMappedType", "TSConditionalType", "TSTypeQuery"].includes(node.type)) return;
  if (node.type === "TSTypeReference") yield nameOf(node["typeName"] as Node);
  const { superClass: _, extends: __, ...rest } = node;
  for (const child of childrenOf(rest as Node)) yield* namesIn(child);
}

function childrenOf(node: Node): Node[] {
  const { leadingComments: _, trailingComments: __, innerComments: ___, ...rest } = node;
  return Object.values(rest)
    .flat()
    .filter((value): value is Node => typeof (value as Node | null)?.type === "string");
}
