import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { after, before, test } from "node:test";
import { build } from "esbuild";
import { tryRun } from "../../scripts/shell.ts";
import { type Consumer, installPackage } from "./consumer.ts";

interface SourceMap {
  sources: (string | null)[];
  sourceRoot?: string;
  sourcesContent?: unknown;
}

let consumer: Consumer;
before(async () => {
  consumer = await installPackage();
});
after(() => consumer.remove());

/** Returns the installed source maps by their paths. */
function sourceMaps(): [path: string, map: SourceMap][] {
  const folder = join(consumer.folder, "node_modules", "s3-signpost");
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".map"))
    .map((name) => [join(folder, name), JSON.parse(readFileSync(join(folder, name), "utf8"))]);
}

test("every source that a source map names is a file of the package", () => {
  const maps = sourceMaps();
  assert.notEqual(maps.length, 0);
  for (const [path, { sources, sourceRoot = "" }] of maps) {
    for (const source of sources) {
      assert(source, `${path} has a source without a name`);
      const file = resolve(dirname(path), sourceRoot, source);
      assert(file.startsWith(join(consumer.folder, "node_modules", "s3-signpost")), file);
      assert(existsSync(file), `${path} names ${source}`);
    }
  }
});

test("no source map repeats the sources, which are in the package once", () => {
  for (const [path, map] of sourceMaps()) assert.equal(map.sourcesContent, undefined, path);
});

test("every script and every declaration that names a source map has it", () => {
  const folder = join(consumer.folder, "node_modules", "s3-signpost", "dist");
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    if (!/\.([cm]?js|d\.[cm]?ts)$/.test(name) || name.startsWith(join("sources", ""))) continue;
    const [, map] =
      /^\/\/# sourceMappingURL=(\S+)\s*$/m.exec(readFileSync(join(folder, name), "utf8")) ?? [];
    if (map) assert(existsSync(join(folder, dirname(name), map)), `${name} names ${map}`);
  }
});

test("Node shows the TypeScript line at which an error was made", async () => {
  const program = 'import { Presigner } from "s3-signpost";\nnew Presigner({ bukcet: "a" });\n';
  const script = consumer.write("uncaught.js", program);
  const { output } = await tryRun(process.execPath, ["--enable-source-maps", script]);
  const [, file, line] = /\((?:file:\/\/)?(\S+\/js\/options\.ts):(\d+):\d+\)/.exec(output) ?? [];
  assert(file, output);
  assert.match(
    readFileSync(file, "utf8").split("\n")[Number(line) - 1] ?? "",
    /optionError\(|new \w+Error\(/,
  );
});

test("the source map of an application that esbuild bundles has the text of the sources", async () => {
  const { outputFiles } = await build({
    absWorkingDir: consumer.folder,
    stdin: { contents: 'export { S3 } from "s3-signpost";', resolveDir: consumer.folder },
    outfile: "bundle.js",
    bundle: true,
    format: "esm",
    sourcemap: true,
    write: false,
  });
  const { sources, sourcesContent } = JSON.parse(outputFiles[0]?.text ?? "");
  const index = sources.findIndex((source: string) => source.endsWith("/js/s3.ts"));
  assert.match(sourcesContent[index], /^export class S3 /m);
});
