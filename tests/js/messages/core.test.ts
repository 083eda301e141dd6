import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import * as core from "../../../js/messages/core.ts";
import { DATE_OUT_OF_RANGE } from "../../../js/messages/options.ts";
import { parameterNames } from "../support/parameter-names.ts";

const sources = new URL("../../../src/", import.meta.url);
const read = (path: string) => readFileSync(new URL(path, sources), "utf8");

/** Names and codes of the core's reasons, in the order of the enum. */
const REASONS = Array.from(
  read("error/reason.rs").matchAll(/^ {4}(\w+) => (\w+),$/gm),
  ([, name, code]) => ({ name: name as string, code: code as string }),
);

const MESSAGES = REASONS.map((_, reason) => core.coreMessage(reason));

test("there is one message for each reason of the core, in the same order", () => {
  const source = readFileSync(new URL("../../../js/messages/core.ts", import.meta.url), "utf8");
  assert.deepEqual(
    Array.from(source.matchAll(/^ {4}\/\/ (\w+)$/gm), ([, name]) => name),
    REASONS.map(({ name }) => name),
  );
  const count = core.CORE_MESSAGES.flatMap(([, , ...texts]) => texts).length;
  assert.equal(count, REASONS.length);
});

test("each message has the code of its reason", () => {
  assert.deepEqual(
    MESSAGES.map(([code]) => code),
    REASONS.map(({ code }) => code),
  );
});

test("a reason that TypeScript finds too has the number or the message of the core", () => {
  assert.equal(REASONS[core.KEY_EMPTY]?.name, "KeyEmpty");
  const dateOutOfRange = REASONS.findIndex(({ name }) => name === "DateOutOfRange");
  assert.deepEqual(core.coreMessage(dateOutOfRange), DATE_OUT_OF_RANGE);
});

/** The Rust sources of the core without their tests. */
function sourceText(): string {
  return (readdirSync(sources, { recursive: true }) as string[])
    .filter((path) => path.endsWith(".rs"))
    .map((path) => read(path).split(/^mod tests \{/m)[0])
    .join("\n");
}

test("each reason is used in the core", () => {
  const used = new Set(Array.from(sourceText().matchAll(/\bReason::(\w+)/g), ([, name]) => name));
  assert.deepEqual(
    REASONS.map(({ name }) => name).filter((name) => !used.has(name)),
    [],
  );
});

test("where the core names a reason with its parameters, the message names as many", () => {
  const calls = sourceText().matchAll(
    /Error::new\(\s*Reason::(\w+),[^;]*?,\s*&\[([^;]*?)\],?\s*\)/g,
  );
  let count = 0;
  for (const [, reason, list] of calls) {
    count += 1;
    const parameters = (list as string).split(",").filter((parameter) => parameter.trim());
    const message = MESSAGES[REASONS.findIndex(({ name }) => name === reason)];
    assert.equal(parameterNames(message ?? ["", "", ""]).length, parameters.length, reason);
  }
  assert(count > 25, `${count}`);
});

test("a message ends with a full stop, and so does its hint, if it has one", () => {
  for (const [, text, hint] of MESSAGES) {
    assert.match(text, /^(must|is|has|needs|cannot|and) .*\.$/);
    assert.match(hint, /^([A-Z].*\.)?$/);
  }
});
