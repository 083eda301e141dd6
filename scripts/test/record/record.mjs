import fs from "node:fs";
import { register, syncBuiltinESMExports } from "node:module";
import { fileURLToPath } from "node:url";
import { isMainThread, MessageChannel, receiveMessageOnPort } from "node:worker_threads";
import { noteFileCalls } from "./file-calls.mjs";
import { functionLogs } from "./function-log.mjs";
import { recordFunctions } from "./functions.mjs";
import { allNotes, noteInput, noteModule, noteProgram, noteScript } from "./notes.mjs";
import { isOutside, noteProgramCalls, OUTSIDE, UNSEEN } from "./program-calls.mjs";

/*
 * Records the inputs of a test file while it runs: files that it imports or reads, folders that it lists, and programs
 * that it starts. At the end they are written as JSON to the path in TEST_RECORD. A program that is a script of Node is
 * recorded in the same way, and its notes are added. Files that other programs read are not recorded. Browsers log their
 * functions to the folder in TEST_RECORD_LOGS. The functions that ran in Node are noted too; the code of their modules is
 * written to the folder in TEST_RECORD_CODE.
 */
const {
  TEST_RECORD: output,
  TEST_RECORD_ROOT = "",
  TEST_RECORD_LOGS = "",
  TEST_RECORD_CODE = "",
  TEST_RECORD_PARENT,
  TEST_RECORD_OPTIONS,
} = process.env;
if (output && TEST_RECORD_ROOT && isMainThread) {
  // The program that a test starts may start others, with the same variables.
  const isIndirect = TEST_RECORD_PARENT && TEST_RECORD_PARENT !== String(process.ppid);
  record(isIndirect ? `${output}.${process.pid}` : output);
}

/** @param {string} output */
function record(output) {
  // Programs that the test starts must not write to the same file.
  for (const name of Object.keys(process.env).filter((name) => name.startsWith("TEST_RECORD"))) {
    delete process.env[name];
  }
  if (TEST_RECORD_OPTIONS) process.env["NODE_OPTIONS"] = TEST_RECORD_OPTIONS;
  else if (TEST_RECORD_PARENT) delete process.env["NODE_OPTIONS"];
  functionLogs.folder = TEST_RECORD_LOGS;
  const { mkdirSync, writeFileSync } = fs;
  const { port1: port, port2 } = new MessageChannel();
  register("./module-hooks.mjs", {
    parentURL: import.meta.url,
    data: { port: port2, folder: TEST_RECORD_CODE, root: TEST_RECORD_ROOT },
    transferList: [port2],
  });
  const takeFunctions = recordFunctions();
  const folder = `${output}.programs`;
  mkdirSync(folder, { recursive: true });
  noteFileCalls();
  noteProgramCalls({
    folder,
    variables: { TEST_RECORD_ROOT, TEST_RECORD_CODE },
    cwd: TEST_RECORD_PARENT ? process.cwd() : TEST_RECORD_ROOT,
  });
  syncBuiltinESMExports();
  process.on("exit", () => {
    const scripts = takeFunctions();
    for (;;) {
      const { message } = receiveMessageOnPort(port) ?? {};
      if (!message) break;
      if (message.isBundlerOfLibrary) {
        noteProgram(TEST_RECORD_PARENT && isOutside(process.cwd()) ? `${OUTSIDE}esbuild` : UNSEEN);
      } else if (message.code) {
        noteModule(message, scripts.get(message.url) ?? []);
      } else {
        noteInput("contents", message.path, message.state);
      }
      scripts.delete(message.url);
    }
    // Scripts that were loaded with `require`, or are bundles outside the checkout.
    for (const [url, functions] of scripts) {
      if (!url.startsWith("file:")) continue;
      const path = fileURLToPath(url);
      noteInput("contents", path);
      if (isOutside(path) && !url.includes("/node_modules/")) noteScript(functions);
    }
    writeFileSync(output, JSON.stringify(allNotes(folder)));
  });
}
