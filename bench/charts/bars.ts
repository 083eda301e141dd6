import * as Plot from "@observablehq/plot";
import type { Figure } from "../figures.ts";
import { threeFigures } from "../figures.ts";
import { webCryptoAtOnce } from "../signers/webcrypto.ts";
import { chart, decades, engineLegend, type Series } from "./chart.ts";

export interface EngineFigures extends Series {
  /** By the signer's name. */
  figures: ReadonlyMap<string, Figure>;
}

interface Bar {
  signer: string;
  engine: string;
  ratio: number;
}

/** Whether the chart shows a signer. Forms and variants are in the table only, except the fastest one of WebCrypto. */
function isCharted(signer: string): boolean {
  if (signer.startsWith("WebCrypto")) return signer === webCryptoAtOnce.name;
  return !/at once|Post|mixed|S3\.presignMany/.test(signer);
}

/** Draws the time of one URL as a multiple of one `presign` of this package, by signer and engine, fastest first. */
export function barChart(engines: readonly EngineFigures[]): string {
  const bars = engines.flatMap(({ engine, figures }) =>
    [...figures].map(([signer, { ratio }]): Bar => ({ signer, engine, ratio })),
  );
  const signers = [...new Set(bars.map(({ signer }) => signer))]
    .filter(isCharted)
    .sort((one, other) => meanRatio(bars, one) - meanRatio(bars, other));
  const shown = bars.filter(({ signer }) => signers.includes(signer));
  const ticks = decades(shown.map(({ ratio }) => ratio));
  const text = {
    title: "Time of one presigned URL, as a multiple of s3-signpost",
    subtitle:
      "Shorter is faster; the scale is logarithmic. All in one run, with a 900-character session token.",
    description: description(shown, signers),
  };
  return chart(text, engineLegend(engines), {
    height: signers.length * 44 + 40,
    marginLeft: 244,
    marginRight: 60,
    marginTop: 4,
    marginBottom: 30,
    x: { type: "log", domain: [ticks[0], ticks.at(-1)], label: null },
    y: { domain: engines.map(({ engine }) => engine), axis: null, padding: 0.15 },
    fy: { domain: signers, axis: null, padding: 0.18 },
    marks: [
      Plot.gridX(ticks, { stroke: "var(--line)", strokeOpacity: 1 }),
      Plot.ruleX([1], { stroke: "var(--soft)" }),
      Plot.axisX(ticks, { tickSize: 0, tickFormat: times, color: "var(--soft)" }),
      Plot.axisFy({
        anchor: "left",
        frameAnchor: "left",
        label: null,
        textAnchor: "end",
        dx: -10,
        fontWeight: 500,
      }),
      Plot.barX(shown, {
        x1: () => ticks[0],
        x2: "ratio",
        y: "engine",
        fy: "signer",
        fill: "engine",
        rx: 1.5,
      }),
      Plot.text(shown, {
        x: "ratio",
        y: "engine",
        fy: "signer",
        text: ({ ratio }: Bar) => `${threeFigures(ratio)} ×`,
        textAnchor: "start",
        dx: 5,
        fontSize: 10,
        fill: "var(--soft)",
        stroke: "var(--paper)",
        fontVariant: "tabular-nums",
      }),
    ],
  });
}

function times(value: number): string {
  return `${value.toLocaleString("en")} ×`;
}

/** Returns the geometric mean of a signer's ratios: three times faster and three times slower cancel out. */
function meanRatio(bars: readonly Bar[], signer: string): number {
  const logarithms = bars
    .filter((bar) => bar.signer === signer)
    .map(({ ratio }) => Math.log(ratio));
  return Math.exp(logarithms.reduce((sum, one) => sum + one, 0) / logarithms.length);
}

function description(bars: readonly Bar[], signers: readonly string[]): string {
  const sentences = signers.map((signer) => {
    const parts = bars
      .filter((bar) => bar.signer === signer)
      .map(({ ratio, engine }) => `${threeFigures(ratio)} in ${engine}`);
    return `${signer}: ${parts.join(", ")}.`;
  });
  return sentences.join(" ");
}
