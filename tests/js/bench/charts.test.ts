import assert from "node:assert/strict";
import { test } from "node:test";
import { barChart } from "../../../bench/charts/bars.ts";
import { decades } from "../../../bench/charts/chart.ts";
import { curveChart } from "../../../bench/charts/curve.ts";
import { sizeChart } from "../../../bench/charts/sizes.ts";
import { table } from "../../../bench/table.ts";

function engine(name: string, ratios: Record<string, number>) {
  const figures = new Map(
    Object.entries(ratios).map(([signer, ratio]) => [signer, { microseconds: 1, ratio }]),
  );
  return { engine: name, version: "1.2", figures };
}

const chart = barChart([
  engine("Node", { "s3-signpost, presign": 1, slow: 40, "quick <&>": 0.2 }),
  engine("Chromium", { "s3-signpost, presign": 1, slow: 30 }),
]);

test("an axis covers whole decades and holds every value", () => {
  assert.deepEqual(decades([0.26, 21.7]), [0.1, 1, 10, 100]);
});

test("an axis for a single value has a length", () => {
  assert.deepEqual(decades([10]), [10, 100]);
});

test("a bar chart has a bar for each engine of a signer", () => {
  const bars = chart.match(/<rect [^>]*rx="1.5"/g) ?? [];
  assert.equal(bars.length, 5);
});

test("the bars of a chart lie on a logarithmic scale", () => {
  const widths = [...chart.matchAll(/<rect [^>]*rx="1.5"[^>]*>/g)].map(([bar]) =>
    Number(/\bwidth="([\d.]+)"/.exec(bar)?.[1]),
  );
  const decade = Math.max(...widths) / Math.log10(40 / 0.1);
  const expected = [40, 30, 1, 1, 0.2].map((ratio) => Math.round(Math.log10(ratio / 0.1) * decade));
  assert.deepEqual(
    widths.map(Math.round).sort((one, other) => other - one),
    expected,
  );
});

test("a bar chart names the fastest signer first", () => {
  const [quick, ours, slow] = [">quick &lt;&amp;&gt;<", ">s3-signpost, presign<", ">slow<"].map(
    (name) => chart.indexOf(name),
  );
  assert(Number(quick) > 0 && Number(quick) < Number(ours) && Number(ours) < Number(slow));
});

test("a chart has its figures in words", () => {
  assert.match(chart, /<desc>[^<]*slow: 40\.0 in Node, 30\.0 in Chromium\.[^<]*<\/desc>/);
});

test("a chart has colours for light and for dark pages", () => {
  assert.match(chart, /@media \(prefers-color-scheme: dark\)/);
  assert.doesNotMatch(chart, /(fill|stroke)="(#|black|white)/);
});

test("a name with special characters of XML is escaped", () => {
  assert.match(chart, /quick &lt;&amp;&gt;/);
  assert.doesNotMatch(chart, /quick </);
});

test("a curve has a point for each number of keys and engine", () => {
  const points = [
    [1, 10],
    [10, 4],
    [100, 3],
  ] as const;
  const curve = curveChart([
    { engine: "Node", version: "20.1", points },
    { engine: "Chromium", version: "156.0", points },
  ]);
  assert.equal(curve.match(/<circle /g)?.length, 6);
  assert.equal(curve.match(/<path [^>]*d="M/g)?.length, 2);
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

const sizes = sizeChart([
  { job: "Sign links", label: "large", bytes: 4096 },
  { job: "Download and upload, with Cognito", label: "huge", bytes: 8192 },
  { job: "Sign links", label: "small", bytes: 1024 },
]);

test("a chart of sizes names the jobs in order, the smallest page first", () => {
  const places = ["small", "large", "huge"].map((label) => sizes.indexOf(`>${label}<`));
  assert(!places.includes(-1));
  assert.deepEqual(
    places,
    [...places].sort((one, other) => one - other),
  );
});

test("the bars of sizes are in proportion to the bytes", () => {
  const bars = [...sizes.matchAll(/<rect [^>]*rx="1.5"[^>]*>/g)];
  const widths = bars.map(([bar]) => Number(/\bwidth="([\d.]+)"/.exec(bar)?.[1]));
  assert.deepEqual(
    widths.map((width) => Math.round((width / Math.max(...widths)) * 8)),
    [1, 4, 8],
  );
});

test("the description of sizes has every figure", () => {
  assert.match(sizes, /<desc>small \(Sign links\): 1\.0 KiB\. large \(Sign links\): 4\.0 KiB\. /);
});
