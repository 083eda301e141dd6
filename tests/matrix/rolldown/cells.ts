import { bundlerCell } from "../runner/bundler.ts";

export const cells = [
  bundlerCell("Rolldown", "rolldown", "module", ["rolldown", "main.js", "--dir", "dist"]),
];
