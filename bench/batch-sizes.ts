/*
 * Measures the time of one URL and the memory of `presignMany`, for batches of one key to a million keys in one call.
 * `npm run bench -- --batch-sizes`.
 */
import { writeFileSync } from "node:fs";
import { reportErrors } from "../scripts/errors.ts";
import { inRoot } from "../scripts/paths.mjs";
import { step } from "../scripts/step.ts";
import { bundle } from "./bundles.ts";
import { type Curve, curveChart } from "./charts/curve.ts";
import { startChromium } from "./engines/browser.ts";
import type { Engine } from "./engines/engine.ts";
import { startNode } from "./engines/node.ts";
import { Site } from "./engines/site.ts";
import { median, threeFigures } from "./figures.ts";
import { commit, machine } from "./machine.ts";
import { presignManyWhole } from "./signers/signpost.ts";
import { table } from "./table.ts";
import { checkSigned } from "./validity.ts";

const quick = process.argv.includes("--quick");
const sizes = [1, 10, 100, 1_000, 10_000, 100_000, ...(quick ? [] : [1_000_000])];
/** Approximate time of one measurement, in milliseconds. One call of the largest batches takes longer. */
const SLICE = quick ? 20 : 150;
const ROUNDS = quick ? 2 : 9;
const MIB = 2 ** 20;

interface Point {
  size: number;
  microseconds: number;
  wasm: number | undefined;
  heap: number | undefined;
  /** Peak memory of the process. */
  process: number | undefined;
}

await reportErrors(async () => {
  await step("Signers", bundle);
  const site = await Site.start();
  const results: { engine: Engine; points: Point[] }[] = [];
  try {
    for (const start of [startNode, () => startChromium(site)]) {
      const engine = await start();
      try {
        results.push({ engine, points: await measure(engine) });
      } finally {
        await engine.close();
      }
    }
  } finally {
    site.stop();
  }
  const text = await report(results);
  console.log(`\n${text}`);
  if (quick) return;
  writeFileSync(inRoot("bench", "batch-sizes.md"), text);
  const curves = results.map(({ engine: { name, version }, points }): Curve => {
    const values = points.map(({ size, microseconds }) => [size, microseconds] as const);
    return { engine: name, version, points: values };
  });
  writeFileSync(inRoot("docs", "bench-batch-sizes.svg"), curveChart(curves));
});

async function measure({ name, version, signing, peakMemory }: Engine): Promise<Point[]> {
  const points: Point[] = [];
  const signer = presignManyWhole.name;
  await step(`${name} ${version}`, async (say) => {
    for (const [key, signed] of await signing.sample(signer)) checkSigned(signed, "GET", key);
    for (const size of sizes) {
      say(`${size} keys, warming up`);
      const few = Math.ceil(1_000 / size);
      const once = (await signing.measure(signer, size, few)) / few;
      const turns = Math.ceil(SLICE / once);
      // If one call takes a whole slice, the smaller batches have warmed up the code.
      const times = turns === 1 ? [(once * 1_000) / size] : [];
      while (times.length < roundsOf(size)) {
        say(`${size} keys, round ${times.length + 1} of ${roundsOf(size)}`);
        times.push(((await signing.measure(signer, size, turns)) * 1_000) / (size * turns));
      }
      const { wasm, heap } = await signing.memory();
      const process = await peakMemory();
      points.push({ size, microseconds: median(times), wasm, heap, process });
    }
  });
  return points;
}

/** Returns the number of rounds. The largest batches take long and vary little. */
function roundsOf(size: number): number {
  return size >= 1_000_000 ? Math.min(3, ROUNDS) : ROUNDS;
}

async function report(results: readonly { engine: Engine; points: Point[] }[]): Promise<string> {
  const parts = results.map(({ engine, points }) => {
    const heading = ["keys", "one URL", "WebAssembly", "objects", "process"];
    const rows = points.map((point) => [
      point.size.toLocaleString("en"),
      `${threeFigures(point.microseconds)} µs`,
      mebibytes(point.wasm),
      mebibytes(point.heap),
      mebibytes(point.process),
    ]);
    return `## ${engine.name} ${engine.version}\n\n${table([heading, ...rows])}\n`;
  });
  return `# Batch sizes of presignMany

The results of \`npm run bench -- --batch-sizes\`, by the number of keys in one call of \`presignMany\`. The columns of
the memory are: WebAssembly's memory, which never shrinks; the JavaScript objects after the call, with the keys and the
URLs; and the peak of the process since its start.

- Commit ${await commit()}
- ${machine()}

${parts.join("\n")}`;
}

function mebibytes(bytes: number | undefined): string {
  return bytes === undefined ? "–" : `${threeFigures(bytes / MIB)} MiB`;
}
