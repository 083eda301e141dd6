import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, extname, join, posix } from "node:path";
import { inRoot } from "../paths.mjs";
import { replaceLinks } from "./markdown.ts";
import { allPages, readPage } from "./pages.ts";

const IMAGES = [".png", ".svg", ".jpg", ".gif", ".webp"];

/** Hidden lines of the check of code. */
const HIDDEN_LINES = /<!-- example:.*?-->\n*/gs;

/**
 * Copies the pages of the checkout, and every file to which they link, into the folder of the site's sources. A link to a
 * source file leads to a page with its text, so that the site needs no other host.
 */
export class Stage {
  readonly #folder: string;
  readonly #staged = new Map<string, string>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Copies pages, by default all of them, and returns the paths of the pages in the site. */
  run(pages = sitePages()): string[] {
    for (const page of pages) this.#add(page);
    return [...this.#staged.values()].filter((path) => path.endsWith(".md"));
  }

  /** Copies a file unless it is there, and returns its path in the site. Of a folder, that is its README.md. */
  #add(path: string): string {
    const file = readmeOf(path) ?? path;
    // The home page of the site takes the place of README.md, whose pictures are on another host.
    if (file === "README.md") return this.#add("docs/index.md");
    const known = this.#staged.get(file);
    if (known) return known;
    const target = sitePath(file);
    this.#staged.set(file, target);
    const output = join(this.#folder, target);
    mkdirSync(dirname(output), { recursive: true });
    if (IMAGES.includes(extname(file))) copyFileSync(inRoot(file), output);
    else if (file.endsWith(".md")) writeFileSync(output, this.#page(file, target));
    else writeFileSync(output, this.#sourcePage(file, target));
    return target;
  }

  #page(file: string, target: string): string {
    return replaceLinks(readPage(file).replace(HIDDEN_LINES, ""), (link) => {
      if (/^(?:[a-z][a-z+.-]*:|\/|#)/i.test(link)) return link;
      const [path = "", fragment] = link.split("#");
      const linked = posix.join(posix.dirname(file), decodeURI(path));
      const isGenerated = linked.startsWith("docs/reference/");
      const found = isGenerated ? sitePath(linked) : this.#add(linked);
      return relativeLink(target, found) + (fragment ? `#${fragment}` : "");
    });
  }

  /** Returns a page that shows the text of a file, or the files of a folder. */
  #sourcePage(path: string, target: string): string {
    if (isFolder(path)) {
      const files = readdirSync(inRoot(path)).map((name) => {
        const link = relativeLink(target, this.#add(posix.join(path, name)));
        return `- [${name}](${link})`;
      });
      return `# ${path}\n\n${files.join("\n")}\n`;
    }
    const language = extname(path).slice(1) || "text";
    const text = readFileSync(inRoot(path), "utf8").trimEnd();
    return `# ${path}\n\n\`\`\`\`${language}\n${text}\n\`\`\`\`\n`;
  }
}

function relativeLink(from: string, to: string): string {
  const path = posix.relative(posix.dirname(from), to);
  return path.startsWith(".") ? path : `./${path}`;
}

function sitePages(): string[] {
  return [...allPages().filter((page) => page !== "README.md"), "CHANGELOG.md"];
}

/** Returns the path of a file of the checkout in the site. */
function sitePath(file: string): string {
  const path = file.replace(/^docs\//, "");
  const isPage = path.endsWith(".md");
  if (isPage) return path.replace(/(^|\/)README\.md$/, "$1index.md");
  return IMAGES.includes(extname(path)) ? path : `source/${path}.md`;
}

function readmeOf(path: string): string | undefined {
  const readme = posix.join(path, "README.md");
  return isFolder(path) && existsSync(inRoot(readme)) ? readme : undefined;
}

function isFolder(path: string): boolean {
  return statSync(inRoot(path)).isDirectory();
}
