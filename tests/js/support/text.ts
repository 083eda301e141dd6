import type { Random } from "../faults/random.ts";

const PIECES = [
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

/** Text of up to ten pieces: any character of Unicode, and what headers and encodings treat in a way of their own. */
export function someText(random: Random): string {
  let text = "";
  for (let piece = random.whole(0, 10); piece > 0; piece -= 1) {
    text += random.chance(0.5) ? random.one(PIECES) : someCharacter(random);
  }
  return text;
}

function someCharacter(random: Random): string {
  const point = random.whole(0, random.one([0x7f, 0x7ff, 0xffff, 0x10ffff]));
  return point >= 0xd800 && point <= 0xdfff ? "x" : String.fromCodePoint(point);
}
