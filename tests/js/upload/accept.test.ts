import assert from "node:assert/strict";
import { test } from "node:test";
import { accepts } from "../../../js/upload/accept.ts";

const PDF = { name: "Report.PDF", type: "application/pdf" };
const PHOTO = { name: "cat.jpg", type: "image/jpeg" };
const UNKNOWN = { name: "data.xyz", type: "" };

const CASES: [title: string, accept: string, file: { name?: string; type: string }, boolean][] = [
  ["an empty list accepts a file", "", UNKNOWN, true],
  ["a list of commas and spaces accepts a file", " , ,", UNKNOWN, true],
  ["an extension accepts a name in another case", ".pdf", PDF, true],
  ["an extension rejects another name of the same type", ".doc", PDF, false],
  [
    "an extension rejects a name that only contains it",
    ".pdf",
    { ...PHOTO, name: "a.pdf.jpg" },
    false,
  ],
  [
    "an extension of two parts accepts a name that ends in it",
    ".tar.gz",
    { name: "a.tar.gz", type: "" },
    true,
  ],
  ["an extension rejects a file without a name", ".pdf", { type: "application/pdf" }, false],
  ["a type in another case accepts a file", "Application/PDF", PDF, true],
  ["a type rejects a type that it is the beginning of", "image/jp", PHOTO, false],
  [
    "a type accepts a file whose type has a parameter",
    "text/plain",
    { type: "text/plain;charset=UTF-8" },
    true,
  ],
  ["a wildcard accepts its subtypes", "image/*", PHOTO, true],
  ["a wildcard rejects another type", "image/*", PDF, false],
  ["a wildcard rejects a file of unknown type", "image/*", UNKNOWN, false],
  ["a wildcard for every type accepts a file of unknown type", "*/*", UNKNOWN, true],
  ["a star accepts a file", "*", UNKNOWN, true],
  ["one of several tokens is enough", " image/* , .PDF ", PDF, true],
  ["no token of several matches", "video/*,.txt", PDF, false],
];

for (const [title, accept, file, expected] of CASES) {
  test(title, () => assert.equal(accepts(accept, file), expected));
}
