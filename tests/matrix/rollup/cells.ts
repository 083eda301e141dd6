import { bundlerCell } from "../runner/bundler.ts";

// Rollup itself resolves no packages: its documentation installs this plugin.
const plugin = ["--plugin", "node-resolve"];

const cell = (mode: string, format: "classic" | "module", ...output: string[]) =>
  bundlerCell("Rollup", "rollup", format, ["rollup", "main.js", ...output, ...plugin], { mode });

export const cells = [
  cell("modules", "module", "--dir", "dist"),
  cell("one classic script", "classic", "--file", "dist/main.js", "--format", "iife"),
];
