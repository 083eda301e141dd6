import { bundlerCell } from "../runner/bundler.ts";

export const cells = [
  bundlerCell("Rspack", "@rspack/core", "classic", [
    "rspack",
    ...["build", "--entry", "./main.js", "--mode", "production"],
  ]),
];
