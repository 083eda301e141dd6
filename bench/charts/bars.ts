import type { Figure } from "../figures.ts";
import { threeFigures } from "../figures.ts";
import { webCryptoAtOnce } from "../signers/webcrypto.ts";
import { colourOf, legend } from "./legend.ts";
import { logScale } from "./log-scale.ts";
import { element, picture, tenth, text } from "./svg.ts";

/** What the chart shows of an engine. */
export interface Charted {
  engine: string;
  version: string;
  figures: ReadonlyMap<string, Figure>;
}

const WIDTH = 860;
const LABELS = 268;
const RIGHT = 52;
const TOP = 92;
const BAR = 11;
const GAP = 12;

/** Variants of others and forms are for the table; a floor is the lowest of its own. */
function isCharted(name: string): boolean {
  if (name.startsWith("WebCrypto")) return name === webCryptoAtOnce.name;
  return !/at once|Post|mixed|S3\.presignMany/.test(name);
}

/** What one URL takes, as a multiple of one call of ours, by signer and engine; fastest first. */
export function barChart(engines: readonly Charted[]): string {
  const names = [...new Set(engines.flatMap(({ figures }) => [...figures.keys()]))]
    .filter(isCharted)
    .sort((one, other) => meanRatio(engines, one) - meanRatio(engines, other));
  const ratios = names.flatMap((name) => ratiosOf(engines, name).map(({ ratio }) => ratio));
  const scale = logScale(ratios, LABELS, WIDTH - RIGHT);

  const content: string[] = [];
  let y = TOP;
  for (const name of names) {
    const bars = ratiosOf(engines, name);
    const middle = y + (bars.length * BAR) / 2;
    const ours = name.startsWith("s3-signpost") ? "ours" : "theirs";
    content.push(text(LABELS - 12, middle + 4, name, { class: ours, "text-anchor": "end" }));
    for (const { ratio, index } of bars) {
      const end = scale.at(ratio);
      content.push(
        element("rect", {
          x: LABELS,
          y,
          width: tenth(Math.max(1, end - LABELS)),
          height: BAR - 2,
          rx: 1.5,
          class: colourOf(index),
        }),
        text(end + 5, y + BAR - 2.5, `${threeFigures(ratio)} ×`, { class: "value" }),
      );
      y += BAR;
    }
    y += GAP;
  }
  const bottom = y - GAP + 6;
  const grid = scale.decades.flatMap((value) => {
    const x = tenth(scale.at(value));
    const line = { x1: x, y1: TOP - 8, x2: x, y2: bottom, class: value === 1 ? "strong" : "grid" };
    const label = { class: "soft", "text-anchor": "middle" };
    return [element("line", line), text(x, bottom + 16, `${value.toLocaleString("en")} ×`, label)];
  });
  const height = bottom + 30;
  const title = "What a presigned URL takes, as a multiple of one call of s3-signpost";
  return picture({ width: WIDTH, height, title, description: inWords(engines, names) }, [
    element("rect", { width: WIDTH, height, class: "paper" }),
    text(20, 30, title, { class: "title" }),
    text(
      20,
      50,
      "Shorter is faster; the scale is logarithmic. All in one run, with a 900-character session token.",
      {
        class: "soft",
      },
    ),
    ...legend(engines),
    ...grid,
    ...content,
  ]);
}

function ratiosOf(engines: readonly Charted[], name: string) {
  return engines.flatMap(({ figures }, index) => {
    const ratio = figures.get(name)?.ratio;
    return ratio === undefined ? [] : [{ ratio, index }];
  });
}

/** The geometric mean, in which three times faster and three times slower cancel out. */
function meanRatio(engines: readonly Charted[], name: string): number {
  const logarithms = ratiosOf(engines, name).map(({ ratio }) => Math.log(ratio));
  return Math.exp(logarithms.reduce((sum, one) => sum + one, 0) / logarithms.length);
}

function inWords(engines: readonly Charted[], names: readonly string[]): string {
  const lines = names.map((name) => {
    const parts = ratiosOf(engines, name).map(
      ({ ratio, index }) => `${threeFigures(ratio)} in ${engines[index]?.engine}`,
    );
    return `${name}: ${parts.join(", ")}.`;
  });
  return lines.join(" ");
}
