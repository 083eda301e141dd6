import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { createContext, runInContext } from "node:vm";
import { inRoot } from "../../scripts/paths.mjs";

const script = readFileSync(inRoot("dist", "s3-signpost.iife.js"), "utf8");

const SIGN = `new S3Signpost.Presigner({
    region: "eu-west-1",
    bucket: "bucket",
    credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtn" },
  }).presign("ä").url`;

/** Runs the package in a context with the language, events, and of all other functions of the platform only `globals`. */
function contextWith(globals: Record<string, unknown>): object {
  const context = createContext({ Event, EventTarget, ...globals });
  runInContext(script, context);
  return context;
}

test("the package is imported in a context without TextDecoder and TextEncoder, as of jsdom", () => {
  const context = contextWith({});
  assert.equal(
    runInContext("typeof TextDecoder + typeof TextEncoder", context),
    "undefined".repeat(2),
  );
  assert.equal(runInContext("typeof S3Signpost.S3", context), "function");
});

test("a context with TextDecoder and TextEncoder signs", () => {
  const context = contextWith({ TextDecoder, TextEncoder });
  assert.match(runInContext(SIGN, context), /\/%C3%A4\?.*&X-Amz-Signature=[0-9a-f]{64}/);
});
