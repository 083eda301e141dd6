import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { build } from "esbuild";
import { inRoot } from "../../scripts/paths.mjs";
import { tryRun } from "../../scripts/shell.ts";
import { startStack } from "../e2e/stack.ts";
import { type Consumer, installPackage } from "./consumer.ts";
import { runInBrowser } from "./run-in-browser.ts";

const readme = () => readFileSync(inRoot("README.md"), "utf8");

let consumer: Consumer;
before(async () => {
  consumer = await installPackage();
});
after(() => consumer.remove());

/**
 * Returns the programs in the README by the line of their first code block. A block that starts with an import starts
 * a program; any other block continues the program above it.
 */
function programs(): Map<number, string> {
  const programs = new Map<number, string>();
  let startLine = 0;
  for (const match of readme().matchAll(/^```(?:ts|js)\n(.*?)^```$/gms)) {
    const code = match[1] ?? "";
    if (code.startsWith("import ") || startLine === 0) {
      startLine = readme().slice(0, match.index).split("\n").length;
      programs.set(startLine, code);
    } else {
      programs.set(startLine, `${programs.get(startLine)}\n${code}`);
    }
  }
  return programs;
}

test("every example in the README compiles against the installed package", async () => {
  const files = [...programs()].map(([line, code]) => consumer.write(`line-${line}.ts`, code));
  assert(files.length > 0, "the README has no code block in TypeScript");
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

function bundleProgram(contents: string, outfile: string, format: "esm" | "iife") {
  const stdin = { contents, loader: "ts", resolveDir: consumer.folder } as const;
  return build({ absWorkingDir: consumer.folder, stdin, outfile, bundle: true, format });
}

/** Registers a service worker, and opens an object below its path in a frame, which the worker controls. */
const READ_BY_WORKER = `
  await navigator.serviceWorker.register("/worker.js");
  await navigator.serviceWorker.ready;
  const frame = document.createElement("iframe");
  frame.src = "/files/hello.txt";
  frame.onload = () => {
    const text = frame.contentDocument.body.textContent;
    globalThis.result = text.startsWith("Hello") ? "finished" : text;
  };
  document.body.append(frame);
`;

test("every example in the README runs in a browser against the local stack", async () => {
  const stack = await startStack();
  try {
    for (const [line, code] of programs()) {
      const localCode = code
        .replaceAll("http://127.0.0.1:8081", stack.ready.s3)
        .replaceAll("http://127.0.0.1:8082", stack.ready.identity);
      const script = `example-${line}.js`;
      if (localCode.includes("s3-signpost/service-worker")) {
        await bundleProgram(localCode, "worker.js", "iife");
        consumer.write(script, READ_BY_WORKER);
      } else {
        const program = `${localCode}\nObject.assign(globalThis, { result: "finished" });\n`;
        await bundleProgram(program, script, "esm");
      }
      const result = await runInBrowser(consumer.folder, script);
      assert.equal(result, "finished", `line ${line}`);
    }
  } finally {
    await stack.stop();
  }
});

test("every npm command in the README is a script of package.json", () => {
  const { scripts } = JSON.parse(readFileSync(inRoot("package.json"), "utf8"));
  const commands = [...readme().matchAll(/\bnpm (?:run ([\w:-]+)|(start|test)\b)/g)].map(
    ([, script, shortcut]) => script ?? shortcut ?? "",
  );
  assert(
    commands.includes("start") && commands.includes("test"),
    "npm start or npm test is missing",
  );
  assert.deepEqual(
    commands.filter((name) => !(name in scripts)),
    [],
  );
});

for (const document of ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md"]) {
  test(`every file that ${document} names exists`, () => {
    const text = readFileSync(inRoot(document), "utf8");
    const paths =
      /(?<![\w./-])(?:bench|docs|js|scripts|sha256|src|stack|tests|www|xtask)\/[\w./-]+\.\w+/g;
    const named = [...new Set(text.match(paths))];
    assert.deepEqual(
      named.filter((path) => !existsSync(inRoot(path))),
      [],
    );
  });
}
