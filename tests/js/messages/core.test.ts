import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import * as core from "../../../js/messages/core.ts";
import type { Message } from "../../../js/messages/message.ts";
import { parameterNames } from "../support/parameter-names.ts";

const { CORE_MESSAGES, READER_MESSAGES } = core;
const sources = new URL("../../../src/", import.meta.url);
const read = (path: string) => readFileSync(new URL(path, sources), "utf8");

/** Names and codes of the core's reasons, in the order of the enum. */
const REASONS = Array.from(
  read("error/reason.rs").matchAll(/^ {4}(\w+) => (\w+),$/gm),
  ([, name, code]) => ({ name: name as string, code: code as string }),
);

/** Each name of a constant in core.ts by its message. */
const NAMES = new Map(
  Object.entries(core)
    .filter((entry): entry is [string, Message] => typeof entry[1][0] === "string")
    .map(([name, message]) => [message, name]),
);

/** `UrlPathNotUtf8` as the name of a constant: `URL_PATH_NOT_UTF8`. */
function constantName(reason: string): string {
  return reason.replace(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, "_").toUpperCase();
}

test("there is one message for each reason of the core, in the same order", () => {
  assert.deepEqual(
    CORE_MESSAGES.map((message) => NAMES.get(message)),
    REASONS.map(({ name }) => constantName(name)),
  );
});

test("each message has the code of its reason", () => {
  assert.deepEqual(
    CORE_MESSAGES.map(([code]) => code),
    REASONS.map(({ code }) => code),
  );
});

test("the reader's messages are the first of the core's", () => {
  assert.deepEqual(CORE_MESSAGES.slice(0, READER_MESSAGES.length), READER_MESSAGES);
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
    const message = CORE_MESSAGES[REASONS.findIndex(({ name }) => name === reason)];
    assert.equal(parameterNames(message as Message).length, parameters.length, reason);
  }
  assert(count > 25, `${count}`);
});

test("a message ends with a full stop, and so does its hint", () => {
  for (const [, text, hint] of CORE_MESSAGES) {
    assert.match(text, /^(must|is|has|needs|cannot|and) .*\.$/);
    assert.match(hint, /^[A-Z].*\.$/);
  }
});
