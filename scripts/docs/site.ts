import { cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { Problem } from "../errors.ts";
import { inRoot } from "../paths.mjs";
import { cargo, run } from "../shell.ts";
import { type Say, step, upToDate } from "../step.ts";
import { whenChanged } from "../when-changed.ts";
import { checkSite } from "./check-site.ts";
import { llmsFiles } from "./llms.ts";
import { writeReference } from "./reference.ts";
import { Stage } from "./stage.ts";

/** Pages of the site in Markdown. */
const source = inRoot("build", "site");
/** The static site. */
export const siteFolder = inRoot("build", "docs");
/** The path of the site on its host, which docs/.vitepress/config.ts reads too. */
const base = process.env["DOCS_BASE"] ?? "/";
const vitepress = inRoot("docs", "node_modules", "vitepress", "bin", "vitepress.js");

/** Builds the site: guides, API reference, and each page as Markdown. */
export async function buildSite(): Promise<void> {
  if (!/^\/(?:.*\/)?$/.test(base)) {
    throw new Problem(`DOCS_BASE must start and end with a slash; it is ${base}.`);
  }
  await step("Generators of the site", installGenerators);
  rmSync(source, { recursive: true, force: true });
  mkdirSync(source, { recursive: true });
  new Stage(source).run();
  await step("API reference", (say) => writeReference(join(source, "reference"), say));
  await step("Site", (say) => run(process.execPath, [vitepress, "build", "docs"], { onLine: say }));
  const pages = copyMarkdown();
  for (const [name, text] of Object.entries(llmsFiles(source, pages, base))) {
    writeFileSync(join(siteFolder, name), text);
  }
  await step("Rust reference", documentRust);
  await step("Links of the site", async () => `${checkSite(siteFolder, base)} pages`);
}

/** Serves the built site until Ctrl-C. */
export async function serveSite(port: string): Promise<void> {
  const args = [vitepress, "preview", "docs", "--port", port];
  await execa(process.execPath, args, { cwd: inRoot(), stdio: "inherit", reject: false });
}

async function installGenerators(say: Say): Promise<string> {
  const paths = {
    inputs: ["docs/package.json", "docs/package-lock.json"],
    outputs: [vitepress],
  };
  const installed = await whenChanged("site", paths, async () => {
    const args = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"];
    await run("npm", args, { cwd: inRoot("docs"), onLine: say });
  });
  return installed ? "installed" : upToDate;
}

/** Copies each page in Markdown beside its HTML, and returns the paths. */
function copyMarkdown(): string[] {
  const pages = readdirSync(source, { recursive: true, encoding: "utf8" })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => path.endsWith(".md"))
    .sort();
  for (const page of pages) {
    mkdirSync(dirname(join(siteFolder, page)), { recursive: true });
    cpSync(join(source, page), join(siteFolder, page));
  }
  return pages;
}

async function documentRust(say: Say): Promise<void> {
  // A folder of its own, since target/doc may have the pages of other crates.
  const target = inRoot("build", "rustdoc");
  const args = ["doc", "--no-deps", "--package", "s3-signpost", "--target-dir", target];
  await cargo(args, say);
  const output = join(siteFolder, "rust");
  rmSync(output, { recursive: true, force: true });
  cpSync(join(target, "doc"), output, { recursive: true });
}
