import fc from "fast-check";

/** Texts that headers and encodings treat in special ways. */
const SPECIAL = [
  " ",
  "\t",
  "\n",
  "=?",
  "?=",
  "=?UTF-8?B?eA==?=",
  "=?utf-8?Q?=20?=",
  "\ufeff",
  "\u00a0",
  "\u0301",
  "é",
  "日本",
  "🎉",
  "\u{10ffff}",
  "%41",
  "+",
  "&amp;",
  '"',
] as const;

/** Texts of up to ten pieces: any character of Unicode, and special ones. */
export const anyText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      fc.constantFrom(...SPECIAL),
      fc.string({ unit: "grapheme-ascii", minLength: 1, maxLength: 1 }),
      fc.string({ unit: "binary", minLength: 1, maxLength: 1 }),
    ),
    { maxLength: 10 },
  )
  .map((pieces) => pieces.join(""));
