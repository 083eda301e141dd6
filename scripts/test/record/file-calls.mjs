import fs from "node:fs";
import { noteInput, noteNewFolder, noteTree, noteWrite } from "./notes.mjs";

/** @typedef {(...args: any[]) => void} Note */

/** @type {Note} */
const reads = (path) => noteInput("contents", path);
/** @type {Note} */
const looks = (path) => noteInput("exists", path);
/** @type {Note} */
const lists = (path, options) => noteInput(options?.recursive ? "allNames" : "names", path);
/** @type {Note} */
const writes = (path) => noteWrite(path);

/** @type {Note} */
const opens = (path, flags) => {
  const isForWriting = typeof flags === "string" && /[wa]/.test(flags);
  if (isForWriting) noteWrite(path);
  else noteInput("contents", path);
};

/**
 * The functions of `fs` that take a path, each with a function that notes a call before it runs. The same names with
 * `Sync`, and in `fs.promises`, are noted too.
 *
 * @type {Record<string, Note>}
 */
const CALLS = {
  readFile: reads,
  openAsBlob: reads,
  open: opens,
  exists: looks,
  access: looks,
  stat: looks,
  lstat: looks,
  readdir: lists,
  opendir: lists,
  cp: (from, to) => {
    noteTree(from);
    noteWrite(to);
  },
  copyFile: (from, to) => {
    noteInput("contents", from);
    noteWrite(to);
  },
  writeFile: writes,
  appendFile: writes,
  mkdir: noteNewFolder,
  symlink: (_, path) => noteWrite(path),
  rename: (from, to) => {
    noteWrite(from);
    noteWrite(to);
  },
  unlink: writes,
  rmdir: writes,
  rm: writes,
};

/** Replaces functions of `fs`, so that calls of them are noted. */
export function noteFileCalls() {
  for (const [name, note] of Object.entries(CALLS)) {
    for (const owner of [fs, fs.promises]) {
      before(owner, name, note);
      before(owner, `${name}Sync`, note);
    }
  }
}

/**
 * Calls a function before each call of a method, with the same arguments. It may return other arguments for the method.
 *
 * @param {any} owner of the method
 * @param {string} name
 * @param {(...args: any[]) => unknown[] | void} note
 */
export function before(owner, name, note) {
  if (typeof owner[name] !== "function") return;
  // A proxy keeps the properties of the function, such as its variant for util.promisify.
  owner[name] = new Proxy(owner[name], {
    apply(method, self, args) {
      return Reflect.apply(method, self, note(...args) ?? args);
    },
  });
}
