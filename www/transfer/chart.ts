import { formatBytes } from "../format/bytes.ts";
import { byId } from "../parts/elements.ts";
import { words } from "../words.ts";
import { axisEnd, linePoints, ThroughputHistory } from "./throughput.ts";

const SAMPLE_MILLISECONDS = 1000;
const BOX = { width: 600, height: 100 };
const SVG = "http://www.w3.org/2000/svg";

const { throughput: throughputWords } = words.transfer;
const card = byId("throughput", HTMLElement);
const place = byId("throughput-chart", HTMLDivElement);
const scale = byId("throughput-scale", HTMLSpanElement);
const text = byId("throughput-text", HTMLParagraphElement);

/** Returns the present bytes per second of running transfers; undefined if none is running. */
export type SpeedSource = () => number | undefined;

const history = new ThroughputHistory();
const line = document.createElementNS(SVG, "path");
const area = document.createElementNS(SVG, "path");
let sources: readonly SpeedSource[] = [];
let timer: ReturnType<typeof setInterval> | undefined;

/** Starts the chart of the throughput. It is hidden while there is nothing to show. */
export function startChart(...speedSources: SpeedSource[]): void {
  sources = speedSources;
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", `0 0 ${BOX.width} ${BOX.height}`);
  svg.setAttribute("preserveAspectRatio", "none");
  // The text below it says the same.
  svg.setAttribute("aria-hidden", "true");
  area.classList.add("throughput-area");
  line.classList.add("throughput-line");
  svg.append(area, line);
  place.append(svg);
  card.hidden = true;
}

/** Draws a sample every second until no transfer has run for 60 seconds. Call it when a transfer starts. */
export function watchThroughput(): void {
  if (timer !== undefined) return;
  timer = setInterval(sample, SAMPLE_MILLISECONDS);
  sample();
}

function sample(): void {
  const speeds = sources.map((source) => source()).filter((speed) => speed !== undefined);
  history.add(speeds.reduce((sum, speed) => sum + speed, 0));
  draw(speeds.length > 0);
  if (speeds.length > 0 || !history.isFlat) return;
  clearInterval(timer);
  timer = undefined;
}

function draw(isRunning: boolean): void {
  card.hidden = history.isFlat;
  const end = axisEnd(history.peak);
  const points = linePoints(history.samples, end, BOX);
  const path = points.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L");
  line.setAttribute("d", `M${path}`);
  const [first] = points;
  area.setAttribute("d", `M${first?.[0].toFixed(1)} ${BOX.height}L${path}V${BOX.height}Z`);
  scale.textContent = throughputWords.scale(formatBytes(end));
  const [now, peak, average] = [history.now, history.peak, history.average].map(formatBytes);
  text.textContent = isRunning
    ? throughputWords.text(now ?? "", peak ?? "", average ?? "")
    : throughputWords.idle(peak ?? "", average ?? "");
}
