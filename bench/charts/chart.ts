import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";

/** One engine of a chart. */
export interface Series {
  engine: string;
  version: string;
}

/** One colour of a chart. */
export interface LegendEntry {
  /** Value of the marks with this colour. */
  value: string;
  /** Text beside the colour. */
  label: string;
}

/** Returns the legend of a chart whose colours stand for engines. */
export function engineLegend(engines: readonly Series[]): LegendEntry[] {
  return engines.map(({ engine, version }) => ({
    value: engine,
    label: `${engine} ${version.replace(/\..*/, "")}`,
  }));
}

export interface ChartText {
  title: string;
  subtitle: string;
  /** All figures in words, for readers that cannot see the chart. */
  description: string;
}

export const WIDTH = 860;
const HEADER_HEIGHT = 84;

/** Colours of the legend, in order. The style of the chart defines them for light and for dark pages. */
const COLOURS = ["var(--one)", "var(--two)", "var(--three)"];

const STYLE = `
  svg { --ink: #1f2328; --soft: #59636e; --line: #d1d9e0; --paper: #ffffff;
    --one: #0969da; --two: #8250df; --three: #bf5700; color: var(--ink); }
  @media (prefers-color-scheme: dark) {
    svg { --ink: #f0f6fc; --soft: #9198a1; --line: #30363d; --paper: #0d1117;
      --one: #4493f8; --two: #ab7df8; --three: #f0883e; }
  }
  text { font-family: system-ui, -apple-system, "Segoe UI", Helvetica, Arial, sans-serif; }
`;

/** Draws a chart as an SVG document: a header with the title and the legend, and a plot of the marks. */
export function chart(
  { title, subtitle, description }: ChartText,
  legend: readonly LegendEntry[],
  options: Plot.PlotOptions,
): string {
  const { document } = parseHTML("<!doctype html><html><body></body></html>");
  const plot = Plot.plot({
    document,
    width: WIDTH,
    color: { domain: legend.map(({ value }) => value), range: COLOURS },
    ...options,
  });
  plot.setAttribute("y", String(HEADER_HEIGHT));
  plot.setAttribute("font-size", "12");
  const height = HEADER_HEIGHT + Number(plot.getAttribute("height"));

  function element(name: string, attributes: Record<string, string | number>, content = "") {
    const created = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) created.setAttribute(key, String(value));
    created.textContent = content;
    return created;
  }

  const svg = element("svg", {
    xmlns: "http://www.w3.org/2000/svg",
    viewBox: `0 0 ${WIDTH} ${height}`,
    width: WIDTH,
    height,
    role: "img",
    fill: "currentColor",
    "font-size": 12,
  });
  svg.append(
    element("title", {}, title),
    element("desc", {}, description),
    element("style", {}, STYLE),
    element("rect", { width: WIDTH, height, fill: "var(--paper)" }),
    element("text", { x: 20, y: 30, "font-size": 16, "font-weight": 600 }, title),
    element("text", { x: 20, y: 50, fill: "var(--soft)" }, subtitle),
  );
  let x = 20;
  for (const [index, { label }] of legend.entries()) {
    const fill = COLOURS[index % COLOURS.length] as string;
    svg.append(
      element("rect", { x, y: 63, width: 10, height: 10, rx: 2, fill }),
      element("text", { x: x + 15, y: 72 }, label),
    );
    x += 36 + label.length * 7;
  }
  svg.append(plot);
  return `${svg.outerHTML}\n`;
}

/** Returns the powers of ten of a logarithmic axis that has room for all values. */
export function decades(values: readonly number[]): number[] {
  const lowest = Math.floor(Math.log10(Math.min(...values)));
  const highest = Math.max(lowest + 1, Math.ceil(Math.log10(Math.max(...values))));
  return Array.from({ length: highest - lowest + 1 }, (_, index) => 10 ** (lowest + index));
}
