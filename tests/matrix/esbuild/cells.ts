import { bundlerCell } from "../runner/bundler.ts";

const bundle = ["esbuild", "main.js", "--bundle"] as const;

export const cells = [
  bundlerCell("esbuild", "esbuild", "classic", [...bundle, "--outfile=dist/main.js"], {
    isQuick: true,
  }),
  bundlerCell(
    "esbuild",
    "esbuild",
    "module",
    [...bundle, "--outdir=dist", "--format=esm", "--splitting", "--minify"],
    { mode: "with code splitting", isQuick: true },
  ),
];
