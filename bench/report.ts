import type { ColdResult } from "./cold/times.ts";
import { type Figure, threeFigures } from "./figures.ts";
import { compressionsPerUrl, type Sha256Limit } from "./sha256-limit.ts";
import { presignPost } from "./signers/signpost.ts";
import { table } from "./table.ts";

/** The conditions of a run. */
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
  /** The time of SHA-256 alone, and the time of this package as a multiple of it. */
  limit: Record<keyof Sha256Limit, Figure>;
}

/** Formats the results of a run in Markdown. */
export function report(
  results: readonly EngineResult[],
  cold: readonly ColdResult[],
  { commit, machine, versions, rounds }: Circumstances,
): string {
  const engines = results.map(({ engine, version }) => `${engine} ${version}`);
  const isForm = (name: string) =>
    name === presignPost.name || name.includes("createPresignedPost");
  const names = namesOf(results);
  return `# Signing, compared with other packages

The results of \`npm run bench\`. All signers sign the same keys with the same credentials, in one run. A ratio is the
median of ${rounds} interleaved rounds, each compared with this package in the same round. The times are valid for this
machine only.

- Commit ${commit}
- ${machine}
- ${engines.join(", ")}
- ${versions.join(", ")}

## Presigned URLs

The time of one URL, as a multiple of one \`presign\` of this package. botocore runs in a Python process.

${figureTable(
  results,
  names.filter((name) => !isForm(name)),
)}

## Forms

The time of one form, as a multiple of one \`presignPost\` of this package.

${figureTable(results, names.filter(isForm))}

## Cold start

Milliseconds from the evaluation of a signer's module, in a bundle of its own, to its first URL and to its 400th.

${coldTable(cold)}

## SHA-256 as the limit

${limitText(results)}
`;
}

/** Returns the names of all signers of all engines. */
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
  const { shared, own } = compressionsPerUrl();
  const heading = ["", ...results.map(({ engine }) => engine)];
  const rows = (["one", "batch"] as const).map((kind) => [
    kind === "one" ? "one call" : "batch",
    ...results.map(({ limit }) => {
      const { microseconds, ratio } = limit[kind];
      return `${threeFigures(ratio)} × (of ${threeFigures(microseconds)} µs)`;
    }),
  ]);
  return `One URL takes ${shared + own} SHA-256 compressions. All URLs share the message schedules of ${shared} of them. The table has
the time of signing as a multiple of the time of these compressions alone, with the same code, in the same engine and
round:

${table([heading, ...rows])}`;
}
