import fc from "fast-check";

const LETTERS = [..."abcdefghijklmnopqrstuvwxyz0123456789"];
const ALPHANUMERIC = [...LETTERS, ..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
/** Printable ASCII without the space. */
const GRAPHIC = Array.from({ length: 94 }, (_, index) => String.fromCharCode(33 + index));

/** Texts that signers and parsers have encoded differently. */
const DIFFICULT = [
  ..." +%&=?#/;:@!$'()*,~-._\"<>[]\\^`{|}",
  "//",
  "..",
  "...",
  "%20",
  "%2F",
  "%25",
  "%zz",
  "${filename}",
  "é",
  "ß",
  "e\u0301",
  "Å",
  "日本",
  "ع",
  "😀",
  "👩‍💻",
  "\u00a0",
  "\u200b",
  "\u2028",
  "\ufeff",
  "\ufffd",
  "\ufffe",
  "\u{10ffff}",
];

/** Any character of Unicode, control characters included. */
const anyCharacter = fc.oneof(
  fc.string({ unit: "binary-ascii", minLength: 1, maxLength: 1 }),
  fc.string({ unit: "grapheme", minLength: 1, maxLength: 1 }),
  fc.string({ unit: "binary", minLength: 1, maxLength: 1 }),
);

/** Joins so many texts of `unit`. */
function joined(unit: fc.Arbitrary<string>, minLength: number, maxLength: number) {
  return fc.string({ unit, minLength, maxLength, size: "max" });
}

const anyPiece = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...ALPHANUMERIC) },
  { weight: 5, arbitrary: fc.constantFrom(...DIFFICULT) },
  { weight: 1, arbitrary: anyCharacter },
);

/** Texts with many characters that are difficult to encode. The limits count pieces, most of one character. */
export function anyText(minLength: number, maxLength: number): fc.Arbitrary<string> {
  return joined(anyPiece, minLength, maxLength);
}

const segment = fc.oneof(fc.constantFrom("", ".", "..", "...", "a", "é", " "), anyText(1, 4));

/** Keys that S3 can store, also those with dot segments. */
export const anyKey = fc
  .oneof(
    {
      weight: 1,
      arbitrary: fc.array(segment, { minLength: 1, maxLength: 5 }).map((list) => list.join("/")),
    },
    { weight: 4, arbitrary: anyText(1, 24) },
  )
  .map((key) => key || "/");

/** Whether a URL can name the key: browsers remove dot segments. */
export function isAddressable(key: string): boolean {
  return !key.split("/").some((segment) => segment === "." || segment === "..");
}

/** Texts of printable ASCII without spaces, such as credentials. */
export function graphicText(minLength: number, maxLength: number): fc.Arbitrary<string> {
  return joined(fc.constantFrom(...GRAPHIC), minLength, maxLength);
}

/** Values of a header: printable ASCII, with spaces inside and around. */
export const headerValue = joined(
  fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(" ", "  ") },
    { weight: 7, arbitrary: fc.constantFrom(...GRAPHIC) },
  ),
  1,
  12,
);

/** Texts of ISO-8859-1, which a response header can hold. */
export const latinText = joined(
  fc
    .oneof(
      { weight: 4, arbitrary: fc.integer({ min: 32, max: 126 }) },
      { weight: 1, arbitrary: fc.integer({ min: 160, max: 255 }) },
    )
    .map((code) => String.fromCharCode(code)),
  1,
  16,
);

/** Lower-case letters and digits. */
export function word(minLength: number, maxLength: number): fc.Arbitrary<string> {
  return joined(fc.constantFrom(...LETTERS), minLength, maxLength);
}

/** Letters of both cases and digits. */
export function identifier(minLength: number, maxLength: number): fc.Arbitrary<string> {
  return joined(fc.constantFrom(...ALPHANUMERIC), minLength, maxLength);
}
