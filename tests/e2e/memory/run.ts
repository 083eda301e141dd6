import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { startBrowserIn } from "../browser.ts";
import { PackageSite, PackageTab } from "../package-tab.ts";
import { startStack } from "../stack.ts";
import { isFlat, recordWasmMemory, type Sample, sampled } from "./samples.ts";

const [, , megabytes = "2048", binary = ""] = process.argv;
const KEY = "memory/large.bin";
const ROWS = 8;
/** Allowed difference between samples, in MiB: chunks in transit. */
const SLACK = 8;

const folder = await mkdtemp(join(tmpdir(), "s3-signpost-memory-"));
const [context, stack, site] = await Promise.all([
  startBrowserIn(join(folder, "profile")),
  startStack({ binary, data: join(folder, "data") }),
  PackageSite.start(),
]);
try {
  await context.addInitScript(recordWasmMemory);
  const tab = await PackageTab.open(context.browser() as Browser, site, { context });
  const { page } = tab;
  await tab.connect(stack, "key");
  const session = await context.newCDPSession(page);
  await session.send("HeapProfiler.enable");

  const upload = () =>
    page.evaluate(
      async ([key, megabytes]) => {
        const block = new Blob([
          Uint8Array.from({ length: 1024 * 1024 }, (_, index) => (index * 31 + (index >> 8)) % 251),
        ]);
        const body = new Blob(Array.from({ length: megabytes }, () => block));
        await s3.upload(body, { key, via: "multipart" });
      },
      [KEY, Number(megabytes)] as const,
    );
  const download = () =>
    page.evaluate(
      async ([key, megabytes]) => {
        const root = await navigator.storage.getDirectory();
        const to = await root.getFileHandle("large.bin", { create: true });
        await s3.download(key, { to });
        const file = await to.getFile();
        const size = megabytes * 1024 * 1024;
        if (file.size !== size) throw new Error(`The file has ${file.size} bytes, not ${size}.`);
        for (const block of [0, megabytes >> 1, megabytes - 1]) {
          const start = block * 1024 * 1024 + 4_711;
          const [byte] = new Uint8Array(await file.slice(start, start + 1).arrayBuffer());
          if (byte !== (4_711 * 31 + (4_711 >> 8)) % 251) throw new Error("The file differs.");
        }
      },
      [KEY, Number(megabytes)] as const,
    );

  report(`Upload of ${megabytes} MiB in parts`, await sampled(page, session, upload));
  report(`Download of ${megabytes} MiB to a file`, await sampled(page, session, download));
} finally {
  await context.close();
  await stack.stop();
  site.stop();
  await rm(folder, { recursive: true });
}

function report(title: string, samples: Sample[]): void {
  const last = samples.at(-1)?.second ?? 0;
  const speed = (Number(megabytes) / last).toFixed(0);
  console.log(`\n${title}: ${last.toFixed(1)} s, ${speed} MiB/s, ${samples.length} samples\n`);
  console.log(row("second", "heap", "buffers", "wasm", "(garbage)  MiB"));
  const step = Math.max(1, Math.ceil(samples.length / ROWS));
  for (let at = 0; at < samples.length; at += step) {
    const part = samples.slice(at, at + step);
    const peak = (column: keyof Sample) =>
      Math.max(...part.map((sample) => sample[column])).toFixed(1);
    const cells = ["second", "heap", "buffers", "wasm", "garbage"] as const;
    console.log(row(...cells.map(peak)));
  }
  const flat = isFlat(samples, SLACK);
  console.log(flat ? "flat" : `NOT FLAT: the second half used over ${SLACK} MiB more`);
  if (!flat) process.exitCode = 1;
}

function row(...cells: string[]): string {
  return cells.map((cell) => cell.padStart(16)).join("");
}
