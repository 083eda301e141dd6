/** Control characters, which no font shows. */
const CONTROL = /\p{Cc}/gu;

/** Characters that reorder the text around them: marks, embeddings, overrides and isolates of direction. */
const DIRECTION = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** Returns a text for display in which characters that could hide or reorder other characters are visible. */
export function visibleText(text: string): string {
  return text.replace(CONTROL, picture).replace(DIRECTION, codePoint);
}

/** Returns a text of several lines like `visibleText`, with its tabs and ends of lines. */
export function visibleLines(text: string): string {
  return text
    .split(/(\r?\n|\t)/)
    .map((piece, index) => (index % 2 ? piece : visibleText(piece)))
    .join("");
}

/** Shortens a text for display to a number of characters. */
export function shortened(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length)}…` : text;
}

/** Returns the symbol of a control character, such as ␊. Those after U+007F have none. */
function picture(control: string): string {
  const code = control.charCodeAt(0);
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  return code === 0x7f ? "␡" : codePoint(control);
}

function codePoint(character: string): string {
  return `[U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}]`;
}
