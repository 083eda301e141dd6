import { minify } from "terser";

/** A node of terser's syntax tree, as far as this file reads it. */
interface Node {
  readonly TYPE: string;
  readonly name: string;
  readonly key: unknown;
  readonly value: Node | null;
  readonly elements: readonly Node[];
  readonly properties: readonly Node[];
  readonly segments: readonly Node[];
}

interface Definition {
  readonly name: Node;
  readonly value: Node | null;
}

interface Statement extends Node {
  definitions: readonly Definition[];
  clone(): Statement;
}

/** terser's syntax tree of a script, which `minify` takes instead of the script's text. */
export interface Tree {
  body: Statement[];
}

/**
 * Parses a script and moves its literals to the start, which are strings, numbers, and arrays and objects of them, and its
 * functions to the end. Brotli, which adapts to what it reads, compresses texts beside texts and code beside code better:
 * the script is 0.7 KB smaller.
 */
export async function parseLiteralsFirst(name: string, script: string): Promise<Tree> {
  const { ast } = (await minify(
    { [name]: script },
    // The types of terser lack these two options of its documentation.
    { compress: false, mangle: false, format: { ast: true, code: false } as object },
  )) as { ast?: Tree };
  const tree = ast as Tree;
  const moved = new Set<string>();
  const isLiteral = (node: Node | null): boolean => {
    switch (node?.TYPE) {
      case "String":
      case "Number":
      case "RegExp":
        return true;
      // esbuild writes a string with a line break as a template without expressions.
      case "TemplateString":
        return node.segments.length === 1;
      case "SymbolRef":
        return moved.has(node.name);
      case "Array":
        return node.elements.every(isLiteral);
      case "Object":
        return node.properties.every(
          ({ key, value }) => typeof key === "string" && isLiteral(value),
        );
      default:
        return false;
    }
  };
  const literals: Statement[] = [];
  const rest: Statement[] = [];
  for (const statement of tree.body.flatMap(splitDefinitions)) {
    const [definition] = statement.TYPE === "Var" ? statement.definitions : [];
    const isMoved = definition !== undefined && isLiteral(definition.value);
    if (isMoved) moved.add(definition.name.name);
    (isMoved ? literals : rest).push(statement);
  }
  // A function declaration is hoisted, so that its place makes no difference.
  const isFunction = ({ TYPE }: Statement) => TYPE === "Defun";
  const others = rest.filter((statement) => !isFunction(statement));
  tree.body = [...literals, ...others, ...rest.filter(isFunction)];
  return tree;
}

/** esbuild joins neighbouring declarations into one statement. */
function splitDefinitions(statement: Statement): Statement[] {
  if (statement.TYPE !== "Var") return [statement];
  return statement.definitions.map((definition) =>
    Object.assign(statement.clone(), { definitions: [definition] }),
  );
}
