import { build } from "esbuild";
import { inRoot } from "../scripts/paths.mjs";
import { type ColdCase, coldCases } from "./cold/cases.ts";

/** Where the signers lie, ready to be run. */
export const bundled = inRoot("build", "bench-engines");

/** Bundles the signers for the browsers and for Node: all together, and each alone for its cold start. */
export async function bundle(): Promise<void> {
  const folder = inRoot("bench", "engines");
  const common = { bundle: true, logLevel: "error", target: "es2022" } as const;
  await build({
    ...common,
    entryPoints: [`${folder}/in-page.ts`],
    outdir: bundled,
    format: "esm",
    platform: "browser",
    minify: true,
  });
  await build({
    ...common,
    entryPoints: [`${folder}/in-node.ts`],
    outfile: `${bundled}/in-node.mjs`,
    format: "esm",
    platform: "node",
    // As an application in Node has them.
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
      outfile: `${bundled}/cold/${one.export}.cjs`,
      format: "cjs",
      platform: "node",
      banner: { js: `globalThis.coldCount = Number(process.argv[2]);${begun}` },
    });
    if (one.node) continue;
    await build({
      ...common,
      stdin,
      outfile: `${bundled}/cold/${one.export}.js`,
      format: "esm",
      platform: "browser",
      minify: true,
      banner: { js: begun },
    });
  }
}

/** Before any module of the bundle is evaluated. */
const begun = "globalThis.coldBegun = performance.now();";

function coldEntry({ file, export: name }: ColdCase): string {
  return `import { ${name} } from "../signers/${file}.ts";
import { finish } from "./finish.ts";
finish(${name});
`;
}
