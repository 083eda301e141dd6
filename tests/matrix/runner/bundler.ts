import type { Cell } from "./cell.ts";

/**
 * Returns the cell of a bundler whose command writes dist/main.js. The result runs in Chromium.
 *
 * @param format of the result: a classic script is decoded by the encoding of its page, which declares none
 */
export function bundlerCell(
  name: string,
  versionOf: string,
  format: "classic" | "module",
  [program, ...args]: [program: string, ...args: string[]],
  options: Partial<Cell> = {},
): Cell {
  return {
    group: "Bundlers",
    name,
    versionOf,
    async run(project) {
      await project.run(program, ...args);
      return project.open(".", `/${format}.html`);
    },
    ...options,
  };
}
