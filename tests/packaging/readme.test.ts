import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { build } from "esbuild";
import { inRoot } from "../../scripts/paths.mjs";
import { tryRun } from "../../scripts/shell.ts";
import { startStack } from "../e2e/stack.ts";
import { type Consumer, installPackage } from "./consumer.ts";
import { resultInBrowser } from "./page.ts";

const readme = () => readFileSync(inRoot("README.md"), "utf8");

let consumer: Consumer;
before(async () => {
  consumer = await installPackage();
});
after(() => consumer.remove());

/**
 * The README's TypeScript, by the line it begins at. A block that begins with an import begins a
 * program; one that does not goes on where the block above it ended, as a reader takes it.
 */
function programs(): Map<number, string> {
  const found = new Map<number, string>();
  let latest = 0;
  for (const match of readme().matchAll(/^```(?:ts|js)\n(.*?)^```$/gms)) {
    const code = match[1] ?? "";
    if (code.startsWith("import ") || latest === 0) {
      latest = readme().slice(0, match.index).split("\n").length;
      found.set(latest, code);
    } else {
      found.set(latest, `${found.get(latest)}\n${code}`);
    }
  }
  return found;
}

test("every example in the README compiles against the installed package", async () => {
  const files = [...programs()].map(([line, code]) => consumer.write(`line-${line}.ts`, code));
  assert(files.length > 0, "the README has no example in TypeScript");
  const project = consumer.write(
    "tsconfig.json",
    JSON.stringify({
      compilerOptions: {
        target: "ES2022",
        lib: ["ES2022", "ESNext.Disposable", "DOM", "DOM.Iterable"],
        module: "ESNext",
        moduleResolution: "Bundler",
        strict: true,
        noEmit: true,
        types: [],
      },
      files,
    }),
  );
  const compiler = inRoot("node_modules", "typescript", "bin", "tsc");
  const { output } = await tryRun(process.execPath, [compiler, "--project", project], {
    cwd: consumer.folder,
  });
  assert.equal(output, "");
});

test("every example in the README runs in a page, against the local stack", async () => {
  const stack = await startStack();
  try {
    for (const [line, code] of programs()) {
      const ported = code
        .replaceAll("http://127.0.0.1:8081", stack.ready.s3)
        .replaceAll("http://127.0.0.1:8082", stack.ready.identity);
      const finished = `${ported}\nObject.assign(globalThis, { result: "finished" });\n`;
      const script = `example-${line}.js`;
      await build({
        absWorkingDir: consumer.folder,
        stdin: { contents: finished, loader: "ts", resolveDir: consumer.folder },
        outfile: script,
        bundle: true,
        format: "esm",
      });
      assert.equal(await resultInBrowser(consumer.folder, script), "finished", `line ${line}`);
    }
  } finally {
    await stack.stop();
  }
});

test("every npm command in the README is one that package.json has", () => {
  const { scripts } = JSON.parse(readFileSync(inRoot("package.json"), "utf8"));
  const named = [...readme().matchAll(/\bnpm (?:run ([\w:-]+)|(start|test)\b)/g)].map(
    ([, run, short]) => run ?? short ?? "",
  );
  assert(named.includes("start") && named.includes("test"), "the README names npm start and test");
  assert.deepEqual(
    named.filter((name) => !(name in scripts)),
    [],
  );
});
