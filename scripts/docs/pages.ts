import { existsSync, readdirSync, readFileSync } from "node:fs";
import { inRoot } from "../paths.mjs";

/** Folders that have no written pages: generated pages and packages. */
const SKIPPED = new Set(["reference", "node_modules", ".vitepress"]);

/** Pages for contributors. They have fragments of code, which are not checked. */
const FOR_CONTRIBUTORS = ["ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md"];

/** Returns the pages for users: README.md, AGENTS.md, docs/ and the READMEs of the examples. Paths are relative. */
export function userPages(): string[] {
  return ["README.md", "AGENTS.md", ...markdownIn("docs"), ...markdownIn("examples")].filter(
    (file) => existsSync(inRoot(file)),
  );
}

/** Returns the pages for users and for contributors. */
export function allPages(): string[] {
  return [...FOR_CONTRIBUTORS, ...userPages()];
}

/** Returns the text of a page. */
export function readPage(page: string): string {
  return readFileSync(inRoot(page), "utf8");
}

function markdownIn(folder: string): string[] {
  return readdirSync(inRoot(folder), { withFileTypes: true })
    .sort((a, b) => a.name.localeCompare(b.name, "en"))
    .flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : markdownIn(path);
      return entry.name.endsWith(".md") ? [path] : [];
    });
}
