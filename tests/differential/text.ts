import type { Random } from "./random.ts";

const letters = "abcdefghijklmnopqrstuvwxyz0123456789";
const alphanumeric = `${letters}ABCDEFGHIJKLMNOPQRSTUVWXYZ`;
const graphic = Array.from({ length: 94 }, (_, index) => String.fromCharCode(33 + index));
const telling = [
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

/** Any character that UTF-8 has: all planes, controls among them. */
function anyCharacter(random: Random): string {
  const limit = random.one([0x7f, 0xff, 0x7ff, 0xffff, 0x10ffff]);
  const code = random.whole(0, limit);
  return code >= 0xd800 && code <= 0xdfff ? "\ufffd" : String.fromCodePoint(code);
}

/** A text of all that has ever been encoded wrongly. */
export function anyText(random: Random, least: number, most: number): string {
  return random.many(least, most, () =>
    random.chance(0.4)
      ? random.one([...alphanumeric])
      : random.chance(0.8)
        ? random.one(telling)
        : anyCharacter(random),
  );
}

/** A key: any text that S3 can store, dot segments among them. */
export function anyKey(random: Random): string {
  const key = random.chance(0.2)
    ? Array.from({ length: random.whole(1, 5) }, () =>
        random.one(["", ".", "..", "...", "a", "é", " ", anyText(random, 1, 4)]),
      ).join("/")
    : anyText(random, 1, 24);
  return key === "" ? "/" : key;
}

/** Whether a browser can ask for the key by URL. */
export function isAddressable(key: string): boolean {
  return !key.split("/").some((segment) => segment === "." || segment === "..");
}

/** Printable ASCII without a space, as credentials have it. */
export function graphicText(random: Random, least: number, most: number): string {
  return random.many(least, most, () => random.one(graphic));
}

/** A header's value: printable ASCII, with runs of spaces in and around it. */
export function headerValue(random: Random): string {
  return random.many(1, 12, () =>
    random.chance(0.3) ? random.one([" ", "  "]) : random.one(graphic),
  );
}

/** Letters and digits. */
export function word(random: Random, least: number, most: number): string {
  return random.many(least, most, () => random.one([...letters]));
}

/** Letters and digits, of both cases. */
export function identifier(random: Random, least: number, most: number): string {
  return random.many(least, most, () => random.one([...alphanumeric]));
}
