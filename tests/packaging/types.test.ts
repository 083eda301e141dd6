import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { inRoot } from "../../scripts/paths.mjs";
import { tryRun } from "../../scripts/shell.ts";
import { type Consumer, installPackage } from "./consumer.ts";
import { exampleProgram } from "./example-program.ts";

let consumer: Consumer;
before(async () => {
  consumer = await installPackage();
});
after(() => consumer.remove());

/** Type-checks a program with the installed package and returns what the compiler prints. */
async function compilerOutput(source: string, options: Record<string, unknown>): Promise<string> {
  const file = consumer.write("main.ts", source);
  const project = consumer.write(
    "tsconfig.json",
    JSON.stringify({
      compilerOptions: {
        target: "ES2022",
        lib: ["ES2022", "DOM"],
        strict: true,
        noEmit: true,
        types: [],
        ...options,
      },
      files: [file],
    }),
  );
  const compiler = inRoot("node_modules", "typescript", "bin", "tsc");
  const { output } = await tryRun(process.execPath, [compiler, "--project", project], {
    cwd: consumer.folder,
  });
  return output;
}

const resolutions = [
  { module: "ESNext", moduleResolution: "Bundler" },
  { module: "Node16", moduleResolution: "Node16" },
  { module: "NodeNext", moduleResolution: "NodeNext" },
];

for (const options of resolutions) {
  test(`TypeScript accepts a correct program under moduleResolution ${options.moduleResolution}`, async () => {
    assert.equal(await compilerOutput(exampleProgram(), options), "");
  });

  test(`TypeScript accepts every source of init under moduleResolution ${options.moduleResolution}`, async () => {
    const sources = `import core from "s3-signpost/core.wasm";
      import { type CoreSource, init } from "s3-signpost/slim";
      declare const module: WebAssembly.Module;
      const sources: CoreSource[] = ["/core.wasm", new URL("https://e.com"), new Response(), new Blob(), new Uint8Array(), module, core];
      export const done: Promise<void> = init(fetch(""));
      // @ts-expect-error
      init(undefined);
      init(sources[0]!);`;
    assert.equal(await compilerOutput(sources, options), "");
  });

  test(`TypeScript rejects an option of the wrong type under moduleResolution ${options.moduleResolution}`, async () => {
    const wrong = exampleProgram().replace("expiresIn: 86400", 'expiresIn: "86400"');
    assert.match(
      await compilerOutput(wrong, options),
      /Type 'string' is not assignable to type 'number'/,
    );
  });
}
