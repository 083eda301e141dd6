import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { inRoot } from "../../scripts/paths.mjs";
import { compilerOutput, ENVIRONMENTS, importsOf, installOldest } from "./compilers.ts";
import { type Consumer, installPackage } from "./consumer.ts";
import { exampleProgram } from "./example-program.ts";

const { exports } = JSON.parse(readFileSync(inRoot("package.json"), "utf8"));

let consumer: Consumer;
let oldest: string;
before(async () => {
  consumer = await installPackage();
  oldest = await installOldest();
});
after(() => consumer.remove());

for (const module of ["Bundler", "Node16", "NodeNext"]) {
  const options = {
    module: module === "Bundler" ? "ESNext" : module,
    moduleResolution: module,
  };
  test(`TypeScript accepts a correct program under moduleResolution ${module}`, async () => {
    assert.equal(await compilerOutput(consumer, exampleProgram(), options), "");
  });

  test(`TypeScript rejects an option of the wrong type under moduleResolution ${module}`, async () => {
    const wrong = exampleProgram().replace("expiresIn: 86400", 'expiresIn: "86400"');
    assert.match(
      await compilerOutput(consumer, wrong, options),
      /Type 'string' is not assignable to type 'number'/,
    );
  });
}

for (const [name, options] of Object.entries(ENVIRONMENTS)) {
  describe(`the types of all entries, with skipLibCheck off and the libraries of a ${name}`, () => {
    test("compile with the newest TypeScript", async () => {
      assert.equal(await compilerOutput(consumer, importsOf(exports, name), options), "");
    });

    test("compile with TypeScript 5.2", async () => {
      const output = await compilerOutput(consumer, importsOf(exports, name), options, oldest);
      assert.equal(output, "");
    });
  });
}

test("init takes each source of the module, and nothing else", async () => {
  const source = `import core from "s3-signpost/core.wasm";
    import { type CoreSource, init } from "s3-signpost/slim";
    declare const module: WebAssembly.Module;
    const sources: CoreSource[] = ["/core.wasm", new URL("https://e.com"), new Response(), new Blob(), new Uint8Array(), module, core];
    export const done: Promise<void> = init(fetch(""));
    // @ts-expect-error
    init(undefined);
    init(sources[0]!);`;
  assert.equal(await compilerOutput(consumer, source), "");
});

test("the clients of all entries have the types of the main entry", async () => {
  const source = `import { S3, UploadQueue, type Transfer, type UploadResult } from "s3-signpost";
    import { S3 as SlimS3 } from "s3-signpost/slim";
    import { serveBucket } from "s3-signpost/service-worker";
    import { server } from "s3-signpost/filepond";
    declare const s3: S3;
    declare const slim: SlimS3;
    export const same: S3 = slim;
    export const listener = serveBucket(slim, { at: "/files/" });
    export const pond = server(s3);
    export const queue = new UploadQueue(slim);
    export const transfer: Transfer<UploadResult> = slim.upload("text", { key: "a" });`;
  assert.equal(await compilerOutput(consumer, source), "");
});

describe("the result of a download", () => {
  const client = `import type { S3, DownloadOptions, Transfer } from "s3-signpost";
    declare const s3: S3;`;

  test("has a Blob without `to`", async () => {
    const source = `${client}
      const { blob, stream, info } = await s3.download("a");
      export const text: Promise<string> = blob.text();
      export const size: number = (await s3.download("a", { to: "blob", versionId: "1" })).blob.size;
      export const none: undefined = stream;
      export const type: string | undefined = info.contentType;`;
    assert.equal(await compilerOutput(consumer, source), "");
  });

  test('has a stream and no Blob with `to: "stream"`', async () => {
    const source = `${client}
      const { blob, stream } = await s3.download("a", { to: "stream" });
      export const response = new Response(stream);
      export const reader: ReadableStreamDefaultReader<Uint8Array> = stream.getReader();
      // @ts-expect-error
      blob.text();`;
    assert.equal(await compilerOutput(consumer, source), "");
  });

  test("has neither with a file or a writable stream", async () => {
    const source = `${client}
      declare const file: FileSystemFileHandle;
      const saved = await s3.download("a", { to: file });
      const piped = await s3.download("a", { to: new WritableStream<Uint8Array>() });
      export const none: undefined[] = [saved.blob, saved.stream, piped.blob, piped.stream];
      // @ts-expect-error
      saved.blob.text();`;
    assert.equal(await compilerOutput(consumer, source), "");
  });

  test("may have any of them with options that are known at run time only", async () => {
    const source = `${client}
      declare const options: DownloadOptions;
      const { blob, stream } = await s3.download("a", options);
      export const found: Blob | ReadableStream | undefined = blob ?? stream;
      // @ts-expect-error
      blob.text();
      // @ts-expect-error
      s3.download("a", { to: "file" });`;
    assert.equal(await compilerOutput(consumer, source), "");
  });
});

test("a queue takes the files of an input and of a drop", async () => {
  const source = `import type { UploadQueue } from "s3-signpost";
    declare const queue: UploadQueue;
    declare const input: HTMLInputElement;
    declare const drop: DragEvent;
    queue.add(input.files!);
    queue.add(drop.dataTransfer!);
    queue.add([new File([], "a")]);
    queue.addEventListener("done", ({ item }) => item.key, { once: true });
    // @ts-expect-error
    queue.add(["a"]);`;
  assert.equal(await compilerOutput(consumer, source), "");
});
