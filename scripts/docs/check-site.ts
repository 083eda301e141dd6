import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { Problem } from "../errors.ts";

/** Tags whose address the browser requests when it opens the page. */
const LOADED =
  /<(?:script|img|source|iframe)\b[^>]*?\ssrc="([^"]+)"|<link\b[^>]*?\shref="([^"]+)"/g;
const LINKED = /<a\b[^>]*?\shref="([^"#]+)(?:#[^"]*)?"/g;

/**
 * Checks the pages of a built site.
 *
 * @param folder of the site
 * @param base path of the site on its host, with a slash at both ends
 * @returns the number of the pages
 * @throws {Problem} if a page loads a file of another host, or links to a file that does not exist
 */
export function checkSite(folder: string, base: string): number {
  const pages = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((path) => path.replaceAll("\\", "/"))
    // rustdoc checks its own links.
    .filter((path) => path.endsWith(".html") && !path.startsWith("rust/"));
  const problems = pages.flatMap((page) => {
    const html = readFileSync(join(folder, page), "utf8");
    const loaded = [...html.matchAll(LOADED)].map(([, src, href]) => src ?? href ?? "");
    const linked = [...html.matchAll(LINKED)].map(([, href = ""]) => href);
    const foreign = loaded.filter((address) => isForeign(address));
    const missing = [...loaded, ...linked].filter(
      (address) => !isForeign(address) && !exists(folder, base, page, address),
    );
    return [
      ...foreign.map((address) => `${page} loads ${address}`),
      ...missing.map((address) => `${page} links to ${address}, which does not exist`),
    ];
  });
  if (problems.length > 0) throw new Problem([...new Set(problems)].join("\n"));
  return pages.length;
}

function isForeign(address: string): boolean {
  return /^(?:[a-z][a-z+.-]*:|\/\/)/i.test(address) && !address.startsWith("data:");
}

function exists(folder: string, base: string, page: string, address: string): boolean {
  if (address.startsWith("data:")) return true;
  const isAbsolute = address.startsWith("/");
  if (isAbsolute && !address.startsWith(base)) return false;
  const path = decodeURI(address.split("?")[0] ?? "");
  const file = isAbsolute ? path.slice(base.length) : posix.join(posix.dirname(page), path);
  const target = join(folder, file);
  return existsSync(/(?:^|\/)$/.test(file) ? join(target, "index.html") : target);
}
