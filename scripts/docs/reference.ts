import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { inRoot } from "../paths.mjs";
import { run } from "../shell.ts";
import type { Say } from "../step.ts";

/** Entries that declare types only for one framework, or that are single files. */
const WITHOUT_PAGES = /^\.\/(?:element\/|.*\.(?:js|json|wasm)$)/;

/** One sentence for the page of each entry. */
export const ENTRY_SUMMARIES: Readonly<Record<string, string>> = {
  "s3-signpost": "Signing, credentials, downloads, uploads and queues of uploads.",
  "s3-signpost/slim":
    "The same as `s3-signpost`, with the WebAssembly in a file that `init` loads.",
  "s3-signpost/js":
    "Has no exports: its import lets `s3-signpost` and `s3-signpost/slim` work where WebAssembly is blocked.",
  "s3-signpost/service-worker": "Serves a private bucket as a folder of the site.",
  "s3-signpost/loaders": "Hooks that sign the requests of players, maps and 3D scenes.",
  "s3-signpost/element": "Custom elements for uploads, links, images and videos.",
  "s3-signpost/request": "Uploads of antd, ant-design-vue, Element Plus and Naive UI.",
  "s3-signpost/uppy": "A signer and an uploader for Uppy 6.",
  "s3-signpost/filepond": "A server for FilePond 4, and a store for FilePond 5.",
  "s3-signpost/editors": "Uploads of TinyMCE, CKEditor and other editors.",
  "s3-signpost/aws": "The names and parameters of the AWS SDK, lib-storage and aws4fetch.",
};

/** Returns the entries of the package that have pages: `s3-signpost`, `s3-signpost/loaders`, … */
export function entryNames(): string[] {
  const { name, exports } = JSON.parse(readFileSync(inRoot("package.json"), "utf8"));
  return Object.keys(exports)
    .filter((path) => !WITHOUT_PAGES.test(path))
    .map((path) => name + path.slice(1));
}

/** Writes the pages of the public API, from the declarations that the package publishes, into a folder. */
export async function writeReference(folder: string, say: Say): Promise<void> {
  const work = inRoot("build", "reference");
  rmSync(work, { recursive: true, force: true });
  const entryPoints = entryNames().map((name) => {
    const path = join(work, `${name}.ts`);
    mkdirSync(dirname(path), { recursive: true });
    const comment = `/**\n * ${ENTRY_SUMMARIES[name]}\n *\n * @module ${name}\n */`;
    writeFileSync(path, `${comment}\nexport * from ${JSON.stringify(name)};\n`);
    return path;
  });
  const project = join(work, "tsconfig.json");
  writeFileSync(
    project,
    JSON.stringify({
      extends: inRoot("tsconfig.json"),
      compilerOptions: { types: [] },
      include: [],
      files: entryPoints,
    }),
  );
  const options = join(work, "typedoc.json");
  writeFileSync(options, JSON.stringify(typedocOptions(folder, project, entryPoints)));
  const typedoc = inRoot("docs", "node_modules", "typedoc", "bin", "typedoc");
  await run(process.execPath, [typedoc, "--options", options], {
    cwd: inRoot("docs"),
    onLine: say,
  });
}

function typedocOptions(folder: string, tsconfig: string, entryPoints: string[]) {
  return {
    plugin: ["typedoc-plugin-markdown", "typedoc-vitepress-theme"],
    tsconfig,
    entryPoints,
    out: folder,
    docsRoot: dirname(folder),
    name: "API reference",
    readme: "none",
    router: "member",
    entryFileName: "index",
    disableSources: true,
    excludePrivate: true,
    excludeInternal: true,
    excludeExternals: true,
    tableColumnSettings: { hideInherited: true, hideOverrides: true, hideModifiers: true },
    hideBreadcrumbs: true,
    hidePageHeader: true,
    indexFormat: "table",
    useCodeBlocks: true,
    parametersFormat: "table",
    propertiesFormat: "table",
    typeDeclarationFormat: "table",
    skipErrorChecking: true,
    githubPages: false,
    validation: false,
  };
}
