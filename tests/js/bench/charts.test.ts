import assert from "node:assert/strict";
import { test } from "node:test";
import { barChart } from "../../../bench/charts/bars.ts";
import { curveChart } from "../../../bench/charts/curve.ts";
import { logScale } from "../../../bench/charts/log-scale.ts";
import { element, text } from "../../../bench/charts/svg.ts";
import { table } from "../../../bench/table.ts";

function engine(name: string, ratios: Record<string, number>) {
  const figures = new Map(
    Object.entries(ratios).map(([signer, ratio]) => [signer, { microseconds: 1, ratio }]),
  );
  return { engine: name, version: "1.2", figures };
}

const chart = barChart([
  engine("Node", { "s3-signpost, presign": 1, slow: 40, quick: 0.2 }),
  engine("Chromium", { "s3-signpost, presign": 1, slow: 30 }),
]);

test("equal ratios lie equally far apart", () => {
  const { at } = logScale([1, 1_000], 0, 300);
  assert.equal(at(10) - at(1), 100);
  assert.equal(at(1_000) - at(100), 100);
});

test("a scale reaches over whole decades and holds every value", () => {
  const { at, decades } = logScale([0.26, 21.7], 100, 400);
  assert.deepEqual(decades, [0.1, 1, 10, 100]);
  assert(at(0.26) > 100 && at(21.7) < 400);
});

test("a scale of a single value has a length all the same", () => {
  assert.deepEqual(logScale([10], 0, 1).decades, [10, 100]);
});

test("a bar chart has a bar for each engine that a signer ran in", () => {
  const bars = chart.match(/<rect [^>]*rx="1.5"/g) ?? [];
  assert.equal(bars.length, 5);
});

test("a bar chart names the fastest first", () => {
  const [quick, ours, slow] = [">quick<", ">s3-signpost, presign<", ">slow<"].map((name) =>
    chart.indexOf(name),
  );
  assert(Number(quick) < Number(ours) && Number(ours) < Number(slow));
});

test("a chart says in words what it shows", () => {
  assert.match(chart, /<desc>[^<]*slow: 40\.0 in Node, 30\.0 in Chromium\.[^<]*<\/desc>/);
});

test("a chart has colours for dark pages as well", () => {
  assert.match(chart, /@media \(prefers-color-scheme: dark\)/);
});

test("a curve has a point for each size of each engine", () => {
  const curve = curveChart([
    {
      engine: "Node",
      version: "20.1",
      points: [
        [1, 10],
        [10, 4],
        [100, 3],
      ],
    },
    {
      engine: "Chromium",
      version: "156.0",
      points: [
        [1, 12],
        [10, 5],
        [100, 4],
      ],
    },
  ]);
  assert.equal(curve.match(/<circle /g)?.length, 6);
  assert.equal(curve.match(/<polyline /g)?.length, 2);
});

test("what stands in a picture cannot end its elements", () => {
  assert.equal(text(1, 2, `<&>`), `<text x="1" y="2">&lt;&amp;&gt;</text>`);
  assert.equal(element("a", { title: `"<` }), `<a title="&quot;&lt;"/>`);
});

test("the columns of a table are as wide as their widest cell", () => {
  const written = table([
    ["", "Node"],
    ["presign", "1.00 ×"],
  ]);
  assert.deepEqual(written.split("\n"), [
    "|         |   Node |",
    "|:--------|-------:|",
    "| presign | 1.00 × |",
  ]);
});
