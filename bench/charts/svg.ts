/** An element of SVG, as text. */
export function element(
  name: string,
  attributes: Record<string, string | number>,
  content = "",
): string {
  const given = Object.entries(attributes).map(([key, value]) => ` ${key}="${attribute(value)}"`);
  return content === ""
    ? `<${name}${given.join("")}/>`
    : `<${name}${given.join("")}>${content}</${name}>`;
}

/** A line of text at a point. */
export function text(
  x: number,
  y: number,
  content: string,
  attributes: Record<string, string | number> = {},
): string {
  return element("text", { x: tenth(x), y: tenth(y), ...attributes }, escaped(content));
}

/** A whole picture, with colours for light and for dark pages, that says in words what it shows. */
export function picture(
  { width, height, title, description }: Picture,
  content: readonly string[],
): string {
  const words = element("title", {}, escaped(title)) + element("desc", {}, escaped(description));
  return `${element(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
      role: "img",
    },
    `\n${words}\n<style>${style}</style>\n${content.join("\n")}\n`,
  )}\n`;
}

export interface Picture {
  width: number;
  height: number;
  title: string;
  description: string;
}

const style = `
  svg { --ink: #1f2328; --soft: #59636e; --line: #d1d9e0; --strong: #818b98; --paper: #ffffff;
    --one: #0969da; --two: #8250df; --three: #bf5700; }
  @media (prefers-color-scheme: dark) {
    svg { --ink: #f0f6fc; --soft: #9198a1; --line: #30363d; --strong: #6e7681; --paper: #0d1117;
      --one: #4493f8; --two: #ab7df8; --three: #f0883e; }
  }
  text { font: 12px system-ui, -apple-system, "Segoe UI", Helvetica, Arial, sans-serif; fill: var(--ink); }
  .title { font-size: 16px; font-weight: 600; }
  .soft { fill: var(--soft); }
  .ours { font-weight: 600; }
  .value { font-size: 10px; fill: var(--soft); stroke: var(--paper); stroke-width: 3px; paint-order: stroke; font-variant-numeric: tabular-nums; }
  .paper { fill: var(--paper); }
  .grid { stroke: var(--line); }
  .strong { stroke: var(--strong); }
  .one { fill: var(--one); } .two { fill: var(--two); } .three { fill: var(--three); }
  .line { fill: none; stroke-width: 2; stroke-linejoin: round; }
  .line.one { stroke: var(--one); fill: none; } .line.two { stroke: var(--two); fill: none; }
`;

/** Coordinates need no more digits. */
export function tenth(value: number): number {
  return Math.round(value * 10) / 10;
}

function attribute(value: string | number): string {
  return escaped(String(value)).replaceAll('"', "&quot;");
}

function escaped(content: string): string {
  return content.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
