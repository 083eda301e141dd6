/**
 * What a URL costs as the batch grows, from one key to a million in one call, and what memory that takes.
 * `npm run bench -- --grow`.
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
/** Milliseconds of one measurement, about; the largest sizes take longer for one call. */
const SLICE = quick ? 20 : 150;
const ROUNDS = quick ? 2 : 9;
const MIB = 2 ** 20;

interface Point {
  size: number;
  microseconds: number;
  wasm: number | undefined;
  heap: number | undefined;
  resident: number | undefined;
}

await reportErrors(async () => {
  await step("Signers", bundle);
  const site = await Site.start();
  const results: { engine: Engine; points: Point[] }[] = [];
  try {
    for (const start of [startNode, () => startChromium(site)]) {
      const engine = await start();
      try {
        results.push({ engine, points: await grow(engine) });
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
  writeFileSync(inRoot("bench", "grow.md"), text);
  const curves = results.map(({ engine: { name, version }, points }): Curve => {
    const values = points.map(({ size, microseconds }) => [size, microseconds] as const);
    return { engine: name, version, points: values };
  });
  writeFileSync(inRoot("docs", "bench-grow.svg"), curveChart(curves));
});

async function grow({ name, version, signing, resident }: Engine): Promise<Point[]> {
  const points: Point[] = [];
  const signer = presignManyWhole.name;
  await step(`${name} ${version}`, async (say) => {
    for (const [key, signed] of await signing.sample(signer)) checkSigned(signed, "GET", key);
    for (const size of sizes) {
      say(`${size} keys, warms up`);
      const few = Math.ceil(1_000 / size);
      const once = (await signing.measure(signer, size, few)) / few;
      const turns = Math.ceil(SLICE / once);
      // A size that fills a slice by itself is warm from the smaller ones.
      const times = turns === 1 ? [(once * 1_000) / size] : [];
      while (times.length < roundsOf(size)) {
        say(`${size} keys, round ${times.length + 1} of ${roundsOf(size)}`);
        times.push(((await signing.measure(signer, size, turns)) * 1_000) / (size * turns));
      }
      const { wasm, heap } = await signing.memory();
      points.push({ size, microseconds: median(times), wasm, heap, resident: await resident() });
    }
  });
  return points;
}

/** The largest take long, and need no others to be sure of. */
function roundsOf(size: number): number {
  return size >= 1_000_000 ? Math.min(3, ROUNDS) : ROUNDS;
}

async function report(results: readonly { engine: Engine; points: Point[] }[]): Promise<string> {
  const parts = results.map(({ engine, points }) => {
    const heading = ["keys", "a URL", "WebAssembly", "objects", "process at most"];
    const rows = points.map((point) => [
      point.size.toLocaleString("en"),
      `${threeFigures(point.microseconds)} µs`,
      mebibytes(point.wasm),
      mebibytes(point.heap),
      mebibytes(point.resident),
    ]);
    return `## ${engine.name} ${engine.version}\n\n${table([heading, ...rows])}\n`;
  });
  return `# A batch that grows

What \`npm run bench -- --grow\` found: so many keys in one call of \`presignMany\`. WebAssembly's memory never
shrinks; objects are what is held after the call, the keys and the URLs among them; the process is at its
highest since it began.

- Commit ${await commit()}
- ${machine()}

${parts.join("\n")}`;
}

function mebibytes(bytes: number | undefined): string {
  return bytes === undefined ? "–" : `${threeFigures(bytes / MIB)} MiB`;
}
