/** A fenced block of code in a Markdown file. */
export interface CodeBlock {
  /** First word after the fence: `ts`. Empty for a fence without a word. */
  language: string;
  /** The rest of the line after the fence: `[src/storage.ts]`. */
  label: string;
  code: string;
  /** Number of the first line of the code, counted from 1. */
  line: number;
  /** Number of the line of the opening fence. */
  fenceLine: number;
}

/** A link or an image, with the position of its target and the number of its line. */
export interface Link {
  target: string;
  start: number;
  line: number;
}

/** Returns every fenced block of a page, in order. The indentation of a fence in a list is removed from its code. */
export function codeBlocks(markdown: string): CodeBlock[] {
  const blocks: CodeBlock[] = [];
  let open: { fence: string; indent: number; block: CodeBlock; lines: string[] } | undefined;
  for (const [index, text] of markdown.split("\n").entries()) {
    if (open) {
      if (text.trim() === open.fence) {
        open.block.code = `${open.lines.join("\n")}\n`;
        blocks.push(open.block);
        open = undefined;
      } else {
        open.lines.push(text.slice(Math.min(open.indent, text.length - text.trimStart().length)));
      }
      continue;
    }
    const start = /^( *)(```+|~~~+)([\w+#-]*)[ \t]*(.*)$/.exec(text);
    if (!start) continue;
    const [, indent = "", fence = "", language = "", label = ""] = start;
    const block = { language, label, code: "", line: index + 2, fenceLine: index + 1 };
    open = { fence, indent: indent.length, block, lines: [] };
  }
  if (open) throw new Error(`The fence in line ${open.block.fenceLine} is not closed.`);
  return blocks;
}

/** Returns the page with spaces in place of its blocks of code. Its length and its lines stay the same. */
export function withoutCode(markdown: string): string {
  const lines = markdown.split("\n");
  for (const { fenceLine, code } of codeBlocks(markdown)) {
    const end = fenceLine + code.split("\n").length;
    for (let index = fenceLine - 1; index < end; index++) lines[index] = spaces(lines[index] ?? "");
  }
  return lines.join("\n");
}

const LINK_TARGETS = [
  /\]\(<?([^()\s<>]*(?:\([^()\s]*\)[^()\s<>]*)*)>?(?:\s+"[^"]*")?\)/dg,
  /^\[[^\]]+\]:\s*<?([^\s<>]+)/dgm,
  /\b(?:href|src|srcset)="([^"\s]+)"/dg,
];

/** Returns the links, images and link definitions of a page, outside code and comments. */
export function links(markdown: string): Link[] {
  const text = withoutCode(markdown)
    .replace(/<!--.*?-->/gs, spaces)
    .replace(/`[^`\n]*`/g, spaces);
  return LINK_TARGETS.flatMap((pattern) => [...text.matchAll(pattern)]).map((match) => {
    const [start, end] = match.indices?.[1] ?? [0, 0];
    return { target: text.slice(start, end), start, line: text.slice(0, start).split("\n").length };
  });
}

/** Returns the page with other targets of its links. */
export function replaceLinks(markdown: string, replace: (target: string) => string): string {
  let text = markdown;
  for (const { target, start } of links(markdown).sort((a, b) => b.start - a.start)) {
    text = text.slice(0, start) + replace(target) + text.slice(start + target.length);
  }
  return text;
}

function spaces(text: string): string {
  return text.replace(/[^\n]/g, " ");
}

/** Returns the anchors of a page: those of its headings, and its `id` attributes. */
export function anchors(markdown: string): Set<string> {
  const text = withoutCode(markdown);
  const found = new Set<string>();
  for (const [, heading = ""] of text.matchAll(/^#{1,6}[ \t]+(.+?)[ \t]*#*$/gm)) {
    const first = slug(plainText(heading));
    let anchor = first;
    for (let count = 1; found.has(anchor); count++) anchor = `${first}-${count}`;
    found.add(anchor);
  }
  for (const [, id = ""] of text.matchAll(/<\w+[^>]*\s(?:id|name)="([^"]+)"/g)) found.add(id);
  return found;
}

/** Returns the anchor of a heading's text, as GitHub makes it. The site uses the same function. */
export function slug(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, "")
    .replaceAll(" ", "-");
}

/** Returns the text of a heading without the marks of links, emphasis and code. */
function plainText(heading: string): string {
  return heading
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/<[^>`]+>/g, "")
    .replace(/`([^`]*)`/g, "$1")
    .replace(/\*+([^*]+)\*+/g, "$1")
    .replace(/\\(.)/g, "$1");
}
