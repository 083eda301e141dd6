import { median, threeFigures } from "../figures.ts";
import type { Circumstances } from "../report.ts";
import { table } from "../table.ts";
import type { ContenderInfo } from "./in-page.ts";

/** Measurements of one contender in one job. All have the same number of rounds. */
export interface Measurement {
  name: string;
  milliseconds: number[];
  /** Growth of the page's process at its peak; NaN if that is unknown. */
  bytes: number[];
  requests: number;
  preflights: number;
}

/** The cold starts of one page. */
export interface ColdTimes {
  name: string;
  milliseconds: number[];
}

/** Formats the results of a run in Markdown. */
export function report(
  jobs: ReadonlyMap<string, readonly Measurement[]>,
  contenders: readonly ContenderInfo[],
  cold: readonly ColdTimes[],
  { commit, machine, versions, rounds }: Circumstances,
): string {
  const sections = [...jobs].map(
    ([title, measured]) => `## ${title}\n\n${jobTable(title, measured, contenders)}`,
  );
  if (cold.length > 0) sections.push(coldSection(cold));
  return `# Transfers, compared with other packages

The results of \`npm run bench:transfer\`, in Chromium with the local stack. A ratio is the median of ${rounds} interleaved
rounds, each compared with bare code in the same round. Memory is the growth of the page's process at its peak, and
includes what its garbage collector has not freed. Requests are those of the first round, and preflights are added to
them. The times are valid for this machine only.

- Commit ${commit}
- ${machine}
- ${versions.join(", ")}

${sections.join("\n\n")}
`;
}

function coldSection(cold: readonly ColdTimes[]): string {
  const rows = cold.map(({ name, milliseconds }) => [name, threeFigures(median(milliseconds))]);
  return `## A small file from a cold page

Milliseconds from the navigation to a page until a file of 10 kB is stored, on a line of 1.6 Mbit/s with a latency of
150 ms, with a processor that is slowed down four times.

${table([["", "ms"], ...rows])}`;
}

function jobTable(
  title: string,
  measured: readonly Measurement[],
  contenders: readonly ContenderInfo[],
): string {
  const direction = title.includes(" up") ? "upload" : "download";
  const base = measured[0]?.milliseconds ?? [];
  const rows = measured.map(({ name, milliseconds, bytes, requests, preflights }) => {
    const ratios = milliseconds.map((time, round) => time / (base[round] ?? Number.NaN));
    const checks = contenders.find((one) => one.name === name)?.checks[direction];
    return [
      name,
      `${threeFigures(median(ratios))} × (${threeFigures(median(milliseconds))} ms)`,
      checks ?? "nothing",
      `${threeFigures(median(bytes) / 2 ** 20)} MiB`,
      preflights > 0 ? `${requests} + ${preflights}` : String(requests),
    ];
  });
  return table([["", "time", "checks", "memory", "requests"], ...rows]);
}
