import { type CodeBlock, codeBlocks } from "../../scripts/docs/markdown.ts";

/** Code of a page that the compiler checks as one file. Each line has the number that it has in the page. */
export interface Program {
  page: string;
  /** Name of the file in the page's folder: `line-12.ts`, or the name in the label of the block. */
  file: string;
  /** Whether all of it is JavaScript. */
  isJavaScript: boolean;
  source: string;
  /** Declarations of hidden lines, which JavaScript cannot contain. Their names are imported from a file beside it. */
  declarations: string;
}

/** Languages that become programs. Of HTML, these are the module scripts. */
export const COMPILED = ["ts", "tsx", "js", "jsx", "html"];
const JAVASCRIPT = ["js", "jsx", "html"];
const WITH_JSX = ["jsx", "tsx"];

interface Piece {
  language: string;
  line: number;
  code: string;
  /** Hidden lines before the block. */
  hidden: { line: number; code: string }[];
  /** Name of the file in the label: `[src/storage.ts]`. */
  file?: string;
}

/**
 * Returns the programs of a page. A block with an import, visible or hidden, starts a program; a block without one
 * continues the program above it. A block whose label is the name of a file is a program of this name.
 */
export function programsOf(page: string, markdown: string): Program[] {
  const groups: Piece[][] = [];
  for (const piece of pieces(markdown)) {
    const startsProgram =
      piece.file !== undefined ||
      piece.language === "html" ||
      [piece, ...piece.hidden].some(({ code }) => /^\s*import\b(?!\()/m.test(code));
    const current = groups.at(-1);
    if (startsProgram || !current || current[0]?.language === "html") groups.push([piece]);
    else current.push(piece);
  }
  return groups.map((group) => toProgram(page, group));
}

function pieces(markdown: string): Piece[] {
  return codeBlocks(markdown).flatMap((block) => {
    const { language, label, code, line } = block;
    if (language === "html") return moduleScripts(block);
    if (!COMPILED.includes(language)) return [];
    const file = /^\[([\w./-]+)\]/.exec(label)?.[1];
    return [{ language, line, code, hidden: hiddenLines(markdown, block), ...(file && { file }) }];
  });
}

/** Returns the module scripts inside a block of HTML. */
function moduleScripts({ code, line }: CodeBlock): Piece[] {
  return [...code.matchAll(/<script type="module">(.*?)<\/script>/gs)].map((match) => {
    const before = code.slice(0, match.index).split("\n").length - 1;
    return { language: "html", line: line + before, code: match[1] ?? "", hidden: [] };
  });
}

/** Returns the comments `<!-- example: … -->` directly above a block. Empty lines may stand between them. */
function hiddenLines(markdown: string, { fenceLine }: CodeBlock): Piece["hidden"] {
  const above = markdown
    .split("\n")
    .slice(0, fenceLine - 1)
    .join("\n");
  const comments = /(?:<!-- example:(?:(?!-->)[\s\S])*-->\s*)+$/.exec(above);
  if (!comments) return [];
  return [...comments[0].matchAll(/<!-- example:(.*?)-->/gs)].map(({ 1: code = "", index }) => ({
    line: above.slice(0, comments.index + index).split("\n").length,
    code,
  }));
}

function toProgram(page: string, group: Piece[]): Program {
  const languages = group.map(({ language }) => language);
  const isJavaScript = languages.every((language) => JAVASCRIPT.includes(language));
  const hasJsx = languages.some((language) => WITH_JSX.includes(language));
  const extension = `${isJavaScript ? "js" : "ts"}${hasJsx ? "x" : ""}`;
  const file = group[0]?.file ?? `line-${group[0]?.line}.${extension}`;
  const lines: string[] = [];
  const declarations: string[] = [];
  const put = (line: number, code: string) => {
    for (const [offset, text] of code.split("\n").entries()) {
      const index = line - 1 + offset;
      lines[index] = `${lines[index] ?? ""}${text}`;
    }
  };
  for (const { line, code, hidden } of group) {
    for (const part of hidden) {
      if (isJavaScript && /^\s*(declare|interface|type)\b/.test(part.code))
        declarations.push(part.code);
      else put(part.line, part.code);
    }
    put(line, code);
  }
  const names = [...declarations.join("\n").matchAll(DECLARED_NAME)].map(([, name]) => name);
  if (names.length > 0) {
    const from = `./${file.split("/").at(-1)}.declarations.ts`;
    put(1, `import { ${names.join(", ")} } from ${JSON.stringify(from)};`);
  }
  const source = Array.from(lines, (line) => line ?? "").join("\n");
  return { page, file, isJavaScript, source, declarations: exported(declarations.join("\n")) };
}

const DECLARED_NAME = /\bdeclare (?:const|let|function|class) (\w+)/g;

function exported(declarations: string): string {
  return declarations.replace(/\bdeclare /g, "export declare ");
}
