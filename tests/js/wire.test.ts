import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { CredentialsError, PresignError } from "../../js/errors.ts";
import { CORE_MESSAGES, coreMessage } from "../../js/messages/core.ts";
import { ADDRESSINGS, METHODS, PROTOCOLS, SIGNATURES } from "../../js/sign/options.ts";
import * as wire from "../../js/wire.ts";

const { decodeReply, encodeArguments, unwrap } = wire;
const rust = readFileSync(new URL("../../src/wasm/wire.rs", import.meta.url), "utf8");

/** The structs of a macro in wire.rs: fields and their types, by the name that their table has in wire.ts. */
function structsOf(macro: string): Record<string, [field: string, type: string][]> {
  const [, body = ""] = new RegExp(`^${macro}! \\{\\n(.*?)^\\}`, "ms").exec(rust) ?? [];
  const structs = Array.from(body.matchAll(/^ {4}(\w+) \{(.*?)^ {4}\}/gms), ([, name, fields]) => [
    constantName(name as string),
    Array.from((fields as string).matchAll(/^ {8}(\w+): (.+),$/gm), ([, field, type]) => [
      camelCase(field as string),
      type as string,
    ]),
  ]);
  return Object.fromEntries(structs);
}

/** The fields of each struct of `request_arguments!` in the order in which they are decoded. */
function requestArguments(): [name: string, fields: string[]][] {
  const structs = rust.matchAll(/^ {4}(\w+) \{[^}]*\} decodes \{([^}]*)\}/gm);
  return Array.from(structs, ([, name, fields]) => [
    constantName(name as string),
    Array.from((fields as string).matchAll(/(\w+),$/gm), ([, field]) => camelCase(field as string)),
  ]);
}

const constantName = (name: string): string =>
  name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, "_").toUpperCase();
const camelCase = (name: string): string =>
  name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());

/** The kind of a value in a reply, by its type in Rust. */
const KINDS: Record<string, string> = {
  "&'a str": "text",
  "Option<&'a str>": "optionalText",
  Timestamp: "instant",
  "&'a [(String, String)]": "list",
  "&'a SortedPairs": "list",
};

const TABLES = Object.entries(wire).filter(([name]) => /_(ARGUMENTS|REPLY)$/.test(name));

test("the arguments of each call have the same fields in the same order on both sides", () => {
  const expected = [
    ...Object.entries(structsOf("arguments")).map(([name, fields]) => [
      name,
      fields.map(([field]) => field),
    ]),
    ...requestArguments(),
  ];
  const tables = TABLES.filter(([name]) => name.endsWith("_ARGUMENTS"));
  assert.deepEqual(Object.fromEntries(tables), Object.fromEntries(expected));
});

test("each reply has the same fields of the same types in the same order on both sides", () => {
  const expected = Object.entries(structsOf("replies")).map(([name, fields]) => [
    name,
    fields.map(([field, type]) => `${field}: ${KINDS[type]}`),
  ]);
  const tables = TABLES.filter(([name]) => name.endsWith("_REPLY")).map(([name, table]) => [
    name,
    Object.entries(table as object).map(([field, kind]) => `${field}: ${kind.name}`),
  ]);
  assert.deepEqual(Object.fromEntries(tables), Object.fromEntries(expected));
});

test("each call has the same number on both sides", () => {
  const [, body = ""] = /^pub enum Call \{(.*?)^\}/ms.exec(rust) ?? [];
  const calls = Array.from(body.matchAll(/^ {4}(\w+),$/gm), ([, name]) => name as string);
  const numbers = Object.entries(wire).filter(([, value]) => typeof value === "number");
  assert.deepEqual(
    numbers.sort(([, a], [, b]) => Number(a) - Number(b)),
    calls.map((name, number) => [constantName(name), number]),
  );
});

test("each choice has the same names on both sides", () => {
  for (const choices of [ADDRESSINGS, PROTOCOLS, SIGNATURES, METHODS]) {
    const names = choices.join(" ");
    assert(rust.includes(`reader.choice("${names}")`), names);
  }
});

test("arguments are encoded by the names of the table", () => {
  const table = ["text", "absent", "nan", "yes", "no", "count", "list"] as const;
  const values = {
    list: ["a", "😀\n"],
    no: false,
    yes: true,
    count: 5_368_709_120,
    nan: Number.NaN,
    absent: undefined,
    text: "é:\0",
  };
  assert.equal(encodeArguments(table, values), "3:é:\0::1:0:5368709120:2:1:a3:😀\n");
});

test("a reply is decoded by the names of its table", () => {
  const reply = "6:https:4:a\n😀2000:7:request0:";
  const { origin, suffix, expiresAt, limitedBy, base } = decodeReply(wire.SHARE_REPLY, reply);
  assert.deepEqual(
    [origin, suffix, expiresAt, limitedBy, base],
    ["https:", "a\n😀", 2_000_000, "request", ""],
  );
});

test("an absent field of a reply is undefined", () => {
  const { contentTypePrefix, fields } = decodeReply(wire.POST_REPLY, "1:u7:7:request:0:");
  assert.deepEqual([contentTypePrefix, fields], [undefined, []]);
});

/** The reply of an error with this number of its reason. */
const errorReply = (reason: number, field: string, parameters: string[]) =>
  `\n${encodeArguments(["reason", "index", "field", "parameters"], { reason, index: 3, field, parameters })}`;

/** The number of the first reason whose message contains `part`. */
const reasonOf = (part: string) => ALL_TEXTS.findIndex((text) => text.includes(part));
const ALL_TEXTS = CORE_MESSAGES.flatMap(([, , ...texts]) => texts);

test("an error in a reply is thrown with its code, field and parameters", () => {
  const reply = errorReply(reasonOf("1024 bytes"), "key", ["1300"]);
  assert.throws(() => unwrap(reply), {
    name: "PresignError",
    code: "InvalidKey",
    field: "key",
    message: "`key` must be at most 1024 bytes of UTF-8, S3's limit; got 1300.",
  });
});

test("an error about credentials is a CredentialsError, any other a PresignError", () => {
  ALL_TEXTS.forEach((_, reason) => {
    const [code] = coreMessage(reason);
    const ErrorClass = code.startsWith("Credentials") ? CredentialsError : PresignError;
    assert.throws(() => unwrap(errorReply(reason, "a", [])), ErrorClass);
  });
});

test("an unknown number of a reason is ModuleMismatch", () => {
  assert.throws(() => unwrap(errorReply(9_999, "a", [])), {
    code: "ModuleMismatch",
  });
});

test("a parameter is shown without control characters, and cut after 100 characters", () => {
  const bucket = reasonOf("%{bucket}");
  assert.throws(
    () => unwrap(errorReply(bucket, "bucket", [`a\n${"b".repeat(200)}`])),
    (error: PresignError) => error.message.includes(`"a\ufffd${"b".repeat(98)}…"`),
  );
});
