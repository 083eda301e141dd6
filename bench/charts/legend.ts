import { element, text } from "./svg.ts";

/** The colours of what is compared, in order; they are in the picture's own style. */
const classes = ["one", "two", "three"];

export function colourOf(index: number): string {
  return classes[index] ?? "one";
}

/** The engines, each beside its colour. */
export function legend(engines: readonly { engine: string; version: string }[]): string[] {
  let x = 20;
  return engines.flatMap(({ engine, version }, index) => {
    const name = `${engine} ${version.replace(/\..*/, "")}`;
    const entry = [
      element("rect", { x, y: 63, width: 10, height: 10, rx: 2, class: colourOf(index) }),
      text(x + 15, 72, name),
    ];
    x += 36 + name.length * 7;
    return entry;
  });
}
