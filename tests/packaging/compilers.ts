import { cp } from "node:fs/promises";
import { inRoot } from "../../scripts/paths.mjs";
import { run, tryRun } from "../../scripts/shell.ts";
import { whenChanged } from "../../scripts/when-changed.ts";
import type { Consumer } from "./consumer.ts";

/** The TypeScript of this checkout, which is the newest one. */
export const NEWEST = inRoot("node_modules", "typescript", "bin", "tsc");

/** Installs TypeScript 5.2, the oldest version that the types support, and returns its file. */
export async function installOldest(): Promise<string> {
  const project = inRoot("tests", "matrix", "typescript");
  const folder = inRoot("build", "typescript-5.2");
  const compiler = `${folder}/node_modules/typescript-5.2/bin/tsc`;
  const inputs = [`${project}/package-lock.json`];
  await whenChanged("typescript-5.2", { inputs, outputs: [compiler] }, async () => {
    await cp(project, folder, { recursive: true });
    // The newer versions, for the matrix only, are its development dependencies.
    await run("npm", ["ci", "--omit=dev", "--prefer-offline", "--no-audit", "--no-fund"], {
      cwd: folder,
    });
  });
  return compiler;
}

/** Type-checks a program in the project, and returns what the compiler prints: nothing if the program is correct. */
export async function compilerOutput(
  consumer: Pick<Consumer, "folder" | "write">,
  source: string,
  options: Record<string, unknown> = {},
  compiler = NEWEST,
): Promise<string> {
  const file = consumer.write("main.ts", source);
  const compilerOptions = {
    target: "ES2022",
    module: "ESNext",
    moduleResolution: "Bundler",
    lib: ["ES2022", "DOM"],
    strict: true,
    noEmit: true,
    skipLibCheck: false,
    // The libraries of TypeScript itself need no check.
    skipDefaultLibCheck: true,
    types: [],
    ...options,
  };
  const project = consumer.write(
    "tsconfig.json",
    JSON.stringify({ compilerOptions, files: [file] }),
  );
  const { output } = await tryRun(process.execPath, [compiler, "--project", project], {
    cwd: consumer.folder,
  });
  return output;
}

/** Libraries of TypeScript, or types of Node, by the name of the environment in which a program runs. */
export const ENVIRONMENTS = {
  page: { lib: ["ES2022", "DOM"] },
  worker: { lib: ["ES2022", "WebWorker"] },
  Node: { lib: ["ES2022"], types: ["node"], typeRoots: [inRoot("node_modules", "@types")] },
};

/** Entries whose types name elements, and so need the DOM. */
const NEEDS_DOM = /element/;

/** Returns a program that imports every entry with types. Without the DOM, it leaves out the entries that need it. */
export function importsOf(exports: Record<string, unknown>, environment: string): string {
  return Object.keys(exports)
    .filter((path) => !/\.json$|^\.\/element\/./.test(path))
    .filter((path) => environment === "page" || !NEEDS_DOM.test(path))
    .map((path, index) => {
      const name = path.replace(/^\./, "s3-signpost");
      return `export * as entry${index} from "${name}";`;
    })
    .join("\n");
}
