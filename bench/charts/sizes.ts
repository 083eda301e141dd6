import * as Plot from "@observablehq/plot";
import type { Job } from "../applications.ts";
import { chart } from "./chart.ts";

/** The size of a page. */
export interface PageSize {
  job: Job;
  /** The package, and the part of it that the page uses. */
  label: string;
  /** Bytes with brotli. */
  bytes: number;
}

/** Draws the bytes that a page downloads, by its job and its package, smallest first. */
export function sizeChart(sizes: readonly PageSize[]): string {
  const jobs = [...new Set(sizes.map(({ job }) => job))];
  const shown = [...sizes].sort(
    (a, b) => jobs.indexOf(a.job) - jobs.indexOf(b.job) || a.bytes - b.bytes,
  );
  const text = {
    title: "Bytes that a page downloads for the same job",
    subtitle: "Shorter is smaller. Each page is minified, and compressed with brotli.",
    description: shown.map((size) => `${size.label} (${size.job}): ${kib(size)}.`).join(" "),
  };
  const legend = jobs.map((job) => ({ value: job, label: job }));
  return chart(text, legend, {
    height: shown.length * 28 + 16,
    marginLeft: 244,
    marginRight: 70,
    marginTop: 4,
    marginBottom: 12,
    x: { domain: [0, Math.max(...shown.map(({ bytes }) => bytes))], axis: null },
    y: { domain: shown.map(({ label }) => label), axis: null, padding: 0.3 },
    marks: [
      Plot.axisY({ tickSize: 0, label: null, fontWeight: 500 }),
      Plot.barX(shown, { x: "bytes", y: "label", fill: "job", rx: 1.5 }),
      Plot.text(shown, {
        x: "bytes",
        y: "label",
        text: kib,
        textAnchor: "start",
        dx: 5,
        fontSize: 11,
        fill: "var(--soft)",
      }),
    ],
  });
}

/** Returns a size as in `48.6 KiB`. */
function kib({ bytes }: PageSize): string {
  return `${(bytes / 1024).toFixed(1)} KiB`;
}
