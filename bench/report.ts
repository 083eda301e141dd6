import type { ColdResult } from "./cold/times.ts";
import { type Figure, threeFigures } from "./figures.ts";
import { compressedHere, type ShaLimit } from "./sha-limit.ts";
import { presignPost } from "./signers/signpost.ts";
import { table } from "./table.ts";

export interface Circumstances {
  commit: string;
  machine: string;
  versions: readonly string[];
  rounds: number;
}

const none = "–";

/** The results of one engine. */
export interface EngineResult {
  engine: string;
  version: string;
  /** By the signer's name. */
  figures: Map<string, Figure>;
  /** The time of SHA-256 alone, and ours as a multiple of it. */
  limit: Record<keyof ShaLimit, Figure>;
}

/** All that a run found, in Markdown. */
export function report(
  results: readonly EngineResult[],
  cold: readonly ColdResult[],
  { commit, machine, versions, rounds }: Circumstances,
): string {
  const engines = results.map(({ engine, version }) => `${engine} ${version}`);
  const isForm = (name: string) =>
    name === presignPost.name || name.includes("createPresignedPost");
  const names = namesOf(results);
  return `# Signing, side by side

What \`npm run bench\` found: all signers sign the same keys with the same credentials, in one run. Ratios are the
medians of ${rounds} interleaved rounds, each to what this package took in the same round; times are this machine's,
and say nothing of another.

- Commit ${commit}
- ${machine}
- ${engines.join(", ")}
- ${versions.join(", ")}

## A URL

Times one \`presign\` of ours, and what one URL takes. botocore runs in a Python process of its own.

${figureTable(
  results,
  names.filter((name) => !isForm(name)),
)}

## A form

Times one \`presignPost\` of ours, and what one form takes.

${figureTable(results, names.filter(isForm))}

## From nothing

Milliseconds from the evaluation of a signer's module, bundled alone, to its first URL and to its 400th.

${coldTable(cold)}

## The limit

${limitText(results)}
`;
}

/** Every signer of any engine, in the order in which they come. */
function namesOf(results: readonly EngineResult[]): string[] {
  return [...new Set(results.flatMap(({ figures }) => [...figures.keys()]))];
}

function figureTable(results: readonly EngineResult[], names: readonly string[]): string {
  const heading = ["", ...results.map(({ engine }) => engine)];
  const rows = names.map((name) => [
    name,
    ...results.map(({ figures }) => figureText(figures.get(name))),
  ]);
  return table([heading, ...rows]);
}

function figureText(figure: Figure | undefined): string {
  if (figure === undefined) return none;
  return `${threeFigures(figure.ratio)} × (${threeFigures(figure.microseconds)} µs)`;
}

function coldTable(results: readonly ColdResult[]): string {
  const counts = [1, 400] as const;
  const heading = [
    "",
    ...results.flatMap(({ engine }) => counts.map((count) => `${engine}, ${count}`)),
  ];
  const names = new Set(
    results.flatMap(({ milliseconds }) =>
      counts.flatMap((count) => [...milliseconds[count].keys()]),
    ),
  );
  const rows = [...names].map((name) => [
    name,
    ...results.flatMap(({ milliseconds }) =>
      counts.map((count) => {
        const time = milliseconds[count].get(name);
        return time === undefined ? none : `${threeFigures(time)} ms`;
      }),
    ),
  ]);
  return table([heading, ...rows]);
}

function limitText(results: readonly EngineResult[]): string {
  const { constant, own } = compressedHere();
  const heading = ["", ...results.map(({ engine }) => engine)];
  const rows = (["one", "batch"] as const).map((kind) => [
    kind === "one" ? "one call" : "batch",
    ...results.map(({ limit }) => {
      const { microseconds, ratio } = limit[kind];
      return `${threeFigures(ratio)} × (of ${threeFigures(microseconds)} µs)`;
    }),
  ]);
  return `A URL takes ${constant + own} SHA-256 compressions, of which ${constant} have message schedules that all URLs share. What
signing takes, as a multiple of the time that those compressions alone take by the same code, in the same engine and
round:

${table([heading, ...rows])}`;
}
