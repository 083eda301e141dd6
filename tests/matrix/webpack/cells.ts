import { bundlerCell } from "../runner/bundler.ts";

const bundle = ["webpack", "--entry", "./main.js"] as const;

export const cells = [
  bundlerCell("webpack", "webpack", "classic", [...bundle, "--mode", "production"], {
    isQuick: true,
  }),
  bundlerCell("webpack", "webpack", "classic", [...bundle, "--mode", "development"], {
    mode: "development mode",
  }),
];
