import { createHash } from "node:crypto";
import fs from "node:fs";
import { join } from "node:path";

// Copies, because file-calls.mjs replaces the properties of `fs`.
const { readdirSync, readFileSync, statSync } = fs;

/** State of a file or folder that does not exist. */
export const ABSENT = "absent";

/**
 * The kinds of input that a test can have, each with a function that returns the state of a path.
 *
 * @type {Record<string, (path: string) => string>}
 */
const STATES = {
  /** A file's contents. */
  contents: (path) => hashOf(readFileSync(path)),
  /** Whether a path is a file or a folder. */
  exists: (path) => (statSync(path).isDirectory() ? "folder" : "file"),
  /** The names in a folder. */
  names: (path) => hashOf(readdirSync(path).sort().join("\n")),
  /** The names in a folder and in the folders below it. */
  allNames: (path) => hashOf(namesBelow(path).sort().join("\n")),
};

/**
 * Returns the state of an input, or `ABSENT`. Two states of one input are equal only if a test reads the same from both.
 *
 * @param {string} kind
 * @param {string} path
 * @returns {string}
 */
export function stateOf(kind, path) {
  try {
    return STATES[kind]?.(path) ?? ABSENT;
  } catch {
    return ABSENT;
  }
}

/**
 * Returns the paths in a folder and in the folders below it, relative to it, without installed packages.
 *
 * @param {string} path
 * @returns {string[]}
 */
export function namesBelow(path) {
  return readdirSync(path, { withFileTypes: true })
    .filter(({ name }) => name !== "node_modules")
    .flatMap((entry) =>
      entry.isDirectory()
        ? [entry.name, ...namesBelow(join(path, entry.name)).map((name) => join(entry.name, name))]
        : [entry.name],
    );
}

/**
 * Returns the SHA-256 hash of a text or of bytes.
 *
 * @param {string | Uint8Array} contents
 * @returns {string}
 */
export function hashOf(contents) {
  return createHash("sha256").update(contents).digest("base64");
}
