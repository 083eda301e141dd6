import { resolve } from "node:path";
import * as esbuild from "esbuild";
import { noteInput, noteProgram } from "./notes.mjs";
import { UNSEEN } from "./program-calls.mjs";

/*
 * Takes the place of esbuild in a test: esbuild reads files in a process of its own, and lists them in its metafile.
 */
export * from "esbuild";

/**
 * @param {esbuild.BuildOptions} options
 * @returns {Promise<esbuild.BuildResult>}
 */
export async function build(options) {
  try {
    const result = await esbuild.build({ ...options, metafile: true });
    const folder = options.absWorkingDir ?? process.cwd();
    for (const input of Object.keys(result.metafile.inputs)) {
      noteInput("contents", resolve(folder, input));
    }
    return result;
  } catch (error) {
    // A build that fails lists no files.
    noteProgram(UNSEEN);
    throw error;
  }
}

/** @type {typeof esbuild.buildSync} */
export const buildSync = (options) => {
  noteProgram(UNSEEN);
  return esbuild.buildSync(options);
};

/** @type {typeof esbuild.context} */
export const context = (options) => {
  noteProgram(UNSEEN);
  return esbuild.context(options);
};

export default { ...esbuild, build, buildSync, context };
