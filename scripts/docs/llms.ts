import { readFileSync } from "node:fs";
import { join } from "node:path";
import { withoutCode } from "./markdown.ts";

const SUMMARY =
  "npm package that signs Amazon S3 requests inside a web page (Rust compiled to WebAssembly) and runs the downloads and uploads.";

/** Sections of llms.txt, by the start of the paths of their pages. The first that matches counts. */
const SECTIONS: [title: string, pattern: RegExp][] = [
  ["For coding agents", /^AGENTS\.md$/],
  ["Upload widgets", /^guides\/widgets\//],
  ["Guides", /^guides\//],
  ["Migrate", /^migrate\//],
  ["Infrastructure", /^infrastructure\//],
  ["API reference", /^reference\/(?:[\w/-]+\/)?index\.md$/],
  ["Errors and limits", /^(?:errors|differences|page)\.md$/],
  ["Examples", /^examples\//],
  ["Optional", /^[\w-]+\.md$/],
];

/** The home page, which has links only. */
const LEFT_OUT = /^index\.md$/;

/** A page of the site with its text in Markdown. */
interface TextPage {
  path: string;
  title: string;
  summary: string;
  text: string;
}

/**
 * Returns the two files of llmstxt.org: the list of the pages, and the text of all guides.
 *
 * @param folder of the pages
 * @param paths of the pages in it
 * @param base path of the site on its host, with a slash at both ends
 */
export function llmsFiles(folder: string, paths: readonly string[], base: string) {
  const pages = paths.filter((path) => !LEFT_OUT.test(path)).map((path) => readText(folder, path));
  const sections = SECTIONS.map(([title, pattern], index) => {
    const isEarlier = (path: string) =>
      SECTIONS.slice(0, index).some(([, other]) => other.test(path));
    return {
      title,
      pages: pages.filter(({ path }) => pattern.test(path) && !isEarlier(path)),
    };
  }).filter((section) => section.pages.length > 0);
  const list = sections.map((section) => {
    const lines = section.pages.map(
      ({ path, title, summary }) => `- [${title}](${base}${path})${summary && `: ${summary}`}`,
    );
    return `## ${section.title}\n\n${lines.join("\n")}\n`;
  });
  const texts = sections
    .filter(({ title }) => title !== "API reference" && title !== "Optional")
    .flatMap((section) =>
      section.pages.map(({ path, text }) => `<!-- ${base}${path} -->\n\n${text}`),
    );
  const head = `# s3-signpost\n\n> ${SUMMARY}\n`;
  return {
    "llms.txt": `${head}\n${list.join("\n")}`,
    "llms-full.txt": `${head}\n${texts.join("\n\n")}`,
  };
}

function readText(folder: string, path: string): TextPage {
  const text = readFileSync(join(folder, path), "utf8").trim();
  const [, title = path, rest = ""] = /^# (.+)\n([\s\S]*)$/m.exec(text) ?? [];
  const paragraph =
    withoutCode(rest)
      .split(/\n\s*\n/)
      .find((part) => /^[A-Z`[]/.test(part.trim())) ?? "";
  const sentence = /^.*?[.:](?=\s|$)/.exec(paragraph.trim().replaceAll("\n", " "))?.[0] ?? "";
  const summary = sentence.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1").replace(/:$/, ".");
  return { path, title: title.replaceAll("`", ""), summary, text };
}
