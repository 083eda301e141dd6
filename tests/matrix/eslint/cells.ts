import type { Cell } from "../runner/cell.ts";

export const cells: Cell[] = [
  {
    group: "Checkers",
    name: "eslint-plugin-import",
    versionOf: "eslint-plugin-import",
    mode: "recommended rules",
    check: "imports",
    async run(project) {
      await project.run("eslint", "main.js", "--max-warnings", "0");
      return { engine: `ESLint ${project.version("eslint")}` };
    },
  },
];
