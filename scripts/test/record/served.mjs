import * as esbuild from "esbuild";
import { inRoot } from "../../paths.mjs";
import { noteInput, noteProgramCode, noteServed, readServedScript } from "./notes.mjs";

/** A built script of the package. */
const PACKAGE = /^dist\/[^/]+\.js$/;

/**
 * Reads a built script of the package which a test only serves to a browser. In Chromium, the functions that run are the
 * inputs of the test, and not the whole script.
 *
 * @param {string} name as in `dist/index.js`
 */
export function readServed(name) {
  return readServedScript(inRoot(name));
}

/**
 * Bundles a program that a test only serves to a browser. Scripts of the package in it count as with `readServed`.
 *
 * @param {esbuild.BuildOptions} options
 * @returns {Promise<string>}
 */
export async function bundleServed(options) {
  const { outputFiles = [], metafile } = await esbuild.build({
    absWorkingDir: inRoot(),
    bundle: true,
    logLevel: "silent",
    ...options,
    write: false,
    metafile: true,
    outfile: inRoot("build", "program.js"),
    sourcemap: "external",
  });
  const inputs = Object.keys(metafile?.inputs ?? {});
  const scripts = inputs.filter((input) => PACKAGE.test(input));
  for (const input of inputs) {
    if (!PACKAGE.test(input)) noteInput("contents", inRoot(input));
  }
  /** @param {string} extension */
  const textOf = (extension) =>
    outputFiles.find(({ path }) => path.endsWith(extension))?.text ?? "";
  const text = textOf(".js");
  if (scripts.length > 0) {
    for (const script of scripts) noteServed(inRoot(script));
    noteProgramCode({ text, map: JSON.parse(textOf(".js.map")), scripts });
  }
  return text;
}
