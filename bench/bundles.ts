import { build } from "esbuild";
import { inRoot } from "../scripts/paths.mjs";
import { type ColdCase, coldCases } from "./cold/cases.ts";

/** Folder of the bundled signers. */
export const bundleFolder = inRoot("build", "bench-engines");

/** Bundles the signers for browsers and for Node: all in one file, and each in a file of its own for its cold start. */
export async function bundle(): Promise<void> {
  const folder = inRoot("bench", "engines");
  const common = { bundle: true, logLevel: "error", target: "es2022" } as const;
  await build({
    ...common,
    entryPoints: [`${folder}/in-page.ts`],
    outdir: bundleFolder,
    format: "esm",
    platform: "browser",
    minify: true,
  });
  await build({
    ...common,
    entryPoints: [`${folder}/in-node.ts`],
    outfile: `${bundleFolder}/in-node.mjs`,
    format: "esm",
    platform: "node",
    // Applications in Node load packages from node_modules.
    packages: "external",
  });
  for (const one of coldCases) {
    const stdin = { contents: coldEntry(one), resolveDir: inRoot("bench", "cold") };
    await build({
      ...common,
      stdin: {
        ...stdin,
        contents: `${stdin.contents}coldStart.then((one) => console.log(JSON.stringify(one)));`,
      },
      outfile: `${bundleFolder}/cold/${one.export}.cjs`,
      format: "cjs",
      platform: "node",
      banner: { js: `globalThis.coldCount = Number(process.argv[2]);${recordStart}` },
    });
    if (one.node) continue;
    await build({
      ...common,
      stdin,
      outfile: `${bundleFolder}/cold/${one.export}.js`,
      format: "esm",
      platform: "browser",
      minify: true,
      banner: { js: recordStart },
    });
  }
}

/** Runs before the modules of the bundle. */
const recordStart = "globalThis.coldStartedAt = performance.now();";

function coldEntry({ file, export: name }: ColdCase): string {
  return `import { ${name} } from "../signers/${file}.ts";
import { finish } from "./finish.ts";
finish(${name});
`;
}
