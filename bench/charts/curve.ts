import { threeFigures } from "../figures.ts";
import { colourOf, legend } from "./legend.ts";
import { logScale } from "./log-scale.ts";
import { element, picture, tenth, text } from "./svg.ts";

/** What one engine came to: microseconds of a URL by the number of keys in one call. */
export interface Curve {
  engine: string;
  version: string;
  points: readonly (readonly [keys: number, microseconds: number])[];
}

const WIDTH = 860;
const HEIGHT = 340;
const AREA = { left: 72, right: 805, top: 92, bottom: 286 };

/** The cost of a URL as the batch grows. */
export function curveChart(curves: readonly Curve[]): string {
  const points = curves.flatMap((curve) => curve.points);
  const across = logScale(
    points.map(([keys]) => keys),
    AREA.left,
    AREA.right,
  );
  const up = logScale(
    points.map(([, microseconds]) => microseconds),
    AREA.bottom,
    AREA.top,
  );
  const title = "What one URL of presignMany takes, as the batch grows";
  const description = curves
    .map(({ engine, points }) => {
      const parts = points.map(
        ([keys, time]) => `${threeFigures(time)} µs at ${keys.toLocaleString("en")}`,
      );
      return `${engine}: ${parts.join(", ")}.`;
    })
    .join(" ");
  return picture({ width: WIDTH, height: HEIGHT, title, description }, [
    element("rect", { width: WIDTH, height: HEIGHT, class: "paper" }),
    text(20, 30, title, { class: "title" }),
    text(
      20,
      50,
      "Microseconds of one URL by the number of keys in one call; both scales are logarithmic.",
      {
        class: "soft",
      },
    ),
    ...legend(curves),
    ...across.decades.map((keys) =>
      text(across.at(keys), AREA.bottom + 20, keys.toLocaleString("en"), {
        class: "soft",
        "text-anchor": "middle",
      }),
    ),
    text((AREA.left + AREA.right) / 2, AREA.bottom + 40, "keys", {
      class: "soft",
      "text-anchor": "middle",
    }),
    ...up.decades.flatMap((time) => {
      const y = tenth(up.at(time));
      return [
        element("line", { x1: AREA.left, y1: y, x2: AREA.right, y2: y, class: "grid" }),
        text(AREA.left - 8, y + 4, `${threeFigures(time).replace(/\.0*$/, "")} µs`, {
          class: "soft",
          "text-anchor": "end",
        }),
      ];
    }),
    ...curves.flatMap((curve, index) => drawn(curve, index, across.at, up.at)),
  ]);
}

function drawn(
  { points }: Curve,
  index: number,
  across: (keys: number) => number,
  up: (microseconds: number) => number,
): string[] {
  const colour = colourOf(index);
  const places = points.map(([keys, time]) => [tenth(across(keys)), tenth(up(time))] as const);
  return [
    element("polyline", {
      points: places.map((place) => place.join(",")).join(" "),
      class: `line ${colour}`,
    }),
    ...places.map(([cx, cy]) => element("circle", { cx, cy, r: 3.5, class: colour })),
  ];
}
