/** An element with its text; attributes and namespace prefixes are read over. */
export interface XmlElement {
  /** Without its prefix. */
  name: string;
  /** Of this element alone, unescaped, with white space as it stands. */
  text: string;
  children: XmlElement[];
}

/** A reply of STS has some two thousand characters; these bound what a hostile one can cost. */
const LONGEST = 65_536;
const DEEPEST = 16;

const DECLARATION = /\uFEFF?(?:<\?xml\s[^?<>]*\?>)?/y;
const OPENING = /<(?:[A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)/y;
const ATTRIBUTE = /\s+[A-Za-z_][\w.:-]*\s*=\s*(?:"[^"<]*"|'[^'<]*')/y;
const OPENING_END = /\s*(\/?)>/y;
const CLOSING = /<\/(?:[A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)\s*>/y;
const TEXT = /[^<]+/y;
const SPACE = /\s+/y;

/** The five that XML itself defines: a document type could define more, and is not let in. */
const ENTITIES: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
};

class Malformed extends Error {}

function unescaped(text: string): string {
  return text.replace(/&([^;&]*);?/g, (whole, name: string) => {
    const entity = Object.hasOwn(ENTITIES, name) ? ENTITIES[name] : undefined;
    if (!whole.endsWith(";")) throw new Malformed();
    if (entity !== undefined) return entity;
    const code = /^#(?:x([\da-f]{1,6})|(\d{1,7}))$/i.exec(name);
    const point = code?.[1] === undefined ? Number(code?.[2]) : Number.parseInt(code[1], 16);
    const isCharacter =
      point === 0x9 ||
      point === 0xa ||
      point === 0xd ||
      (point >= 0x20 && point <= 0xd7ff) ||
      (point >= 0xe000 && point <= 0xfffd) ||
      (point >= 0x10000 && point <= 0x10ffff);
    if (!isCharacter) throw new Malformed();
    return String.fromCodePoint(point);
  });
}

class Reader {
  readonly #source: string;
  #at = 0;

  constructor(source: string) {
    this.#source = source;
  }

  document(): XmlElement {
    this.#match(DECLARATION);
    this.#skip();
    const root = this.#element(1);
    this.#skip();
    if (this.#at !== this.#source.length) throw new Malformed();
    return root;
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#source);
    if (found !== null) this.#at = pattern.lastIndex;
    return found;
  }

  /** The text up to `end`, where `start` stands here; `undefined` where it does not. */
  #delimited(start: string, end: string): string | undefined {
    if (!this.#source.startsWith(start, this.#at)) return undefined;
    const from = this.#at + start.length;
    const to = this.#source.indexOf(end, from);
    if (to < 0) throw new Malformed();
    this.#at = to + end.length;
    return this.#source.slice(from, to);
  }

  /** White space and comments. */
  #skip(): void {
    while (this.#match(SPACE) !== null || this.#delimited("<!--", "-->") !== undefined);
  }

  #element(depth: number): XmlElement {
    const name = this.#match(OPENING)?.[1];
    if (name === undefined || depth > DEEPEST) throw new Malformed();
    while (this.#match(ATTRIBUTE) !== null);
    const end = this.#match(OPENING_END);
    if (end === null) throw new Malformed();
    const element: XmlElement = { name, text: "", children: [] };
    if (end[1] === "") this.#content(element, depth);
    return element;
  }

  #content(element: XmlElement, depth: number): void {
    for (;;) {
      const text = this.#match(TEXT)?.[0];
      if (text !== undefined) {
        element.text += unescaped(text);
        continue;
      }
      if (this.#delimited("<!--", "-->") !== undefined) continue;
      const verbatim = this.#delimited("<![CDATA[", "]]>");
      if (verbatim !== undefined) {
        element.text += verbatim;
        continue;
      }
      const closing = this.#match(CLOSING);
      if (closing === null) {
        element.children.push(this.#element(depth + 1));
        continue;
      }
      if (closing[1] !== element.name) throw new Malformed();
      return;
    }
  }
}

/**
 * Reads a small XML document; `undefined` for anything that is not one. `DOMParser` does not exist in workers
 * or in Node, and the services' replies need little: elements, text, the entities of XML itself. Document
 * types and processing instructions are refused.
 */
export function readXml(source: string): XmlElement | undefined {
  if (source.length > LONGEST) return undefined;
  try {
    return new Reader(source).document();
  } catch (error) {
    if (error instanceof Malformed) return undefined;
    throw error;
  }
}

/** The descendant at this path; `undefined` where it is missing, or where there are two of a name. */
export function descendant(
  element: XmlElement | undefined,
  ...path: readonly string[]
): XmlElement | undefined {
  let found = element;
  for (const name of path) {
    const matches: XmlElement[] | undefined = found?.children.filter(
      (child) => child.name === name,
    );
    found = matches?.length === 1 ? matches[0] : undefined;
  }
  return found;
}
