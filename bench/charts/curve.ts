import * as Plot from "@observablehq/plot";
import { threeFigures } from "../figures.ts";
import { chart, decades, engineLegend, type Series } from "./chart.ts";

/** Microseconds of one URL in one engine, by the number of keys in one call. */
export interface Curve extends Series {
  points: readonly (readonly [keys: number, microseconds: number])[];
}

/** Draws the time of one URL of `presignMany` by the number of keys. */
export function curveChart(curves: readonly Curve[]): string {
  const points = curves.flatMap(({ engine, points }) =>
    points.map(([keys, microseconds]) => ({ engine, keys, microseconds })),
  );
  const keyTicks = decades(points.map(({ keys }) => keys));
  const timeTicks = decades(points.map(({ microseconds }) => microseconds));
  const text = {
    title: "Time of one URL of presignMany, by the number of keys",
    subtitle:
      "Microseconds of one URL by the number of keys in one call; both scales are logarithmic.",
    description: curves.map(description).join(" "),
  };
  const position = { x: "keys", y: "microseconds" };
  return chart(text, engineLegend(curves), {
    height: 256,
    marginLeft: 72,
    marginRight: 55,
    marginTop: 8,
    marginBottom: 46,
    x: { type: "log", domain: [keyTicks[0], keyTicks.at(-1)] },
    y: { type: "log", domain: [timeTicks[0], timeTicks.at(-1)] },
    marks: [
      Plot.gridY(timeTicks, { stroke: "var(--line)", strokeOpacity: 1 }),
      Plot.axisX(keyTicks, {
        tickSize: 0,
        tickFormat: (keys: number) => keys.toLocaleString("en"),
        label: "keys",
        labelAnchor: "center",
        labelArrow: "none",
        color: "var(--soft)",
      }),
      Plot.axisY(timeTicks, {
        tickSize: 0,
        tickFormat: (time: number) => `${time.toLocaleString("en")} µs`,
        label: null,
        color: "var(--soft)",
      }),
      Plot.line(points, { ...position, stroke: "engine", strokeWidth: 2 }),
      Plot.dot(points, { ...position, fill: "engine", r: 3.5 }),
    ],
  });
}

function description({ engine, points }: Curve): string {
  const parts = points.map(
    ([keys, time]) => `${threeFigures(time)} µs at ${keys.toLocaleString("en")}`,
  );
  return `${engine}: ${parts.join(", ")}.`;
}
