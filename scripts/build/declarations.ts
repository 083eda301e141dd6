import { copyFileSync, existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { type Plugin, rolldown } from "rolldown";
import { dts } from "rolldown-plugin-dts";
import { Problem } from "../errors.ts";
import { inRoot } from "../paths.mjs";
import { run } from "../shell.ts";

/** The entries with types of their own: dist/types/NAME.d.ts, and the source in js. The first one is the core. */
const ENTRIES = {
  index: "index",
  slim: "slim",
  js: "wasm/javascript",
  "service-worker": "integrations/service-worker",
  loaders: "integrations/loaders",
  element: "element/index",
  request: "integrations/request",
  uppy: "integrations/uppy",
  filepond: "integrations/filepond",
  editors: "integrations/editors",
  aws: "integrations/aws",
};

/** Declarations that are sources. */
const SOURCES = [
  "core.wasm.d.ts",
  ...["react", "vue", "svelte", "solid"].map((name) => `element/${name}.d.ts`),
];

/** Folder for the declarations that the compiler writes, one for each source. */
const COMPILED = inRoot("build", "types");
const TYPES = inRoot("dist", "types");

/** Writes the type declarations of the package to dist/types: one file for each entry. */
export async function emitDeclarations(): Promise<void> {
  rmSync(COMPILED, { recursive: true, force: true });
  await run("tsc", ["--project", "tsconfig.build.json"]);
  mkdirSync(`${TYPES}/element`, { recursive: true });
  const core = new Set<string>();
  for (const [name, source] of Object.entries(ENTRIES)) {
    const plugin = name === "index" ? collectFiles(core) : importCore(core);
    await bundleDeclarations(name, `${COMPILED}/${source}.d.ts`, plugin);
  }
  // The compiler does not copy them.
  for (const name of SOURCES) copyFileSync(inRoot("js", name), `${TYPES}/${name}`);
  // Editors show these files to whoever follows a name to its definition. Git ignores the folder.
  await run("biome", ["format", "--write", "--vcs-enabled=false", TYPES]);
}

async function bundleDeclarations(name: string, input: string, plugin: Plugin): Promise<void> {
  try {
    const bundle = await rolldown({
      input: { [name]: input },
      plugins: [plugin, dts({ dtsInput: true, tsconfig: false })],
      experimental: { attachDebugInfo: "none" },
    });
    const { output } = await bundle.generate({ format: "es" });
    const [{ code }, ...others] = output;
    if (others.length > 0) throw new Error("It would be more than one file.");
    writeFileSync(`${TYPES}/${name}.d.ts`, referenceDisposable(separateComments(code)));
  } catch (cause) {
    const { message } = cause as Error;
    throw new Problem(`The types of ${name} cannot be bundled. ${message}`, { cause });
  }
}

/** Adds the files of the core to `files`. */
function collectFiles(files: Set<string>): Plugin {
  return {
    name: "collect-files",
    resolveId(specifier, importer) {
      const file = importedFile(specifier, importer);
      if (file !== undefined) files.add(file);
      return file;
    },
  };
}

/**
 * Leaves the core out of another entry, which imports its types from index.d.ts: a second declaration of a class with
 * private fields would be another type.
 */
function importCore(files: ReadonlySet<string>): Plugin {
  return {
    name: "import-core",
    resolveId(specifier, importer) {
      const file = importedFile(specifier, importer);
      const isCore = file === `${COMPILED}/index.d.ts` || (file !== undefined && files.has(file));
      return isCore ? { id: "./index.js", external: true } : file;
    },
  };
}

/** Returns the declarations that `import … from "./errors.ts"` means, which the compiler leaves as it is. */
function importedFile(specifier: string, importer: string | undefined): string | undefined {
  if (importer === undefined || !specifier.startsWith(".")) return undefined;
  const file = resolve(dirname(importer), specifier.replace(/\.ts$/, ".d.ts"));
  if (!existsSync(file)) throw new Problem(`${importer} imports ${specifier}, which has no types.`);
  return file;
}

/**
 * Moves each doc comment to a line of its own. The bundler writes some on the line of the previous member, where TypeScript
 * does not find them.
 */
function separateComments(declarations: string): string {
  return declarations.replaceAll(/; (?=\/\*\*)/g, ";\n");
}

/** Adds a reference to the library with `Symbol.dispose`, for projects whose `lib` ends at ES2022. */
function referenceDisposable(declarations: string): string {
  if (!declarations.includes("Symbol.dispose")) return declarations;
  return `/// <reference lib="esnext.disposable" />\n${declarations}`;
}
