/** The next token: text, CDATA, a comment or an instruction, or a tag with its slash, its name and its attributes. */
const TOKEN =
  /([^<]+)|<!\[CDATA\[(.*?)\]\]>|<!--.*?-->|<\?.*?\?>|<(\/?)(?:[^\s<>/:!?]+:)?([^\s<>/:!?]+)((?:[\s/][^"'<>]*(?:"[^"]*"[^"'<>]*|'[^']*'[^"'<>]*){0,9})?)>/sy;

/** Limit of a path, and so of the depth, in UTF-16 units. S3's longest path has about 60. */
const LONGEST_PATH = 999;

const ENTITY = /&(?:#(\d{1,7}|x[\da-fA-F]{1,6})|(lt|gt|amp|quot|apos));/g;
const ENTITIES: Record<string, string> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

/**
 * Reads a service's small XML document. Calls `onElement` at the end of each element, with its path without namespace
 * prefixes, such as `/Error/Code`, and the text before that end. Returns whether the document is complete; anything after
 * the root is ignored.
 *
 * Takes linear time for any input: there is no document type, and no entity but the five of XML; an unknown one is kept
 * as it is. `DOMParser` exists neither in workers nor in Node.
 */
export function readXml(xml: string, onElement: (path: string, text: string) => void): boolean {
  let path = "";
  let text = "";
  TOKEN.lastIndex = 0;
  for (;;) {
    const found = TOKEN.exec(xml);
    if (!found || path.length > LONGEST_PATH) return false;
    const [, plain, verbatim = "", closing, name, attributes] = found;
    if (name === undefined) {
      text += plain?.replace(ENTITY, character) ?? verbatim;
      continue;
    }
    if (!closing) {
      path += `/${name}`;
      text = "";
    }
    if (closing || attributes?.endsWith("/")) {
      if (!path.endsWith(`/${name}`)) return false;
      onElement(path, text);
      path = path.slice(0, -1 - name.length);
      text = "";
      if (!path) return true;
    }
  }
}

function character(reference: string, number: string | undefined, entity: string): string {
  if (number === undefined) return ENTITIES[entity] ?? reference;
  const point = Number(number.replace("x", "0x"));
  const isCharacter = point > 0 && point <= 0x10ffff && (point < 0xd800 || point > 0xdfff);
  return isCharacter ? String.fromCodePoint(point) : reference;
}

/** The elements directly in a root, by name, and whether the document is complete and has this root. */
export interface XmlElements {
  elements: Record<string, string>;
  isComplete: boolean;
}

/**
 * Returns the text of the elements directly in `root`, the first of each name, and calls the reader of each element with
 * the elements in it. `root` may have one parent, as in the responses of STS. An incomplete document gives its complete
 * elements; another document gives none.
 *
 * @param root name of the root, or a pattern of names
 */
export function readElements(
  xml: string,
  root: string,
  readers: Readonly<Record<string, (elements: Record<string, string>) => unknown>> = {},
): XmlElements {
  const elements: Record<string, string> = Object.create(null);
  const pattern = new RegExp(`^(/[^/]+)?/${root}(?:/([^/]+)(?:/([^/]+))?)?$`);
  let inner: Record<string, string> = {};
  let hasRoot = false;
  const isWhole = readXml(xml, (path, text) => {
    const [found, parent, name, innerName] = pattern.exec(path) ?? [];
    if (!found) return;
    if (innerName) inner[innerName] = text;
    else if (name) {
      elements[name] ??= text;
      if (Object.hasOwn(readers, name)) readers[name]?.(inner);
      inner = {};
    } else hasRoot = !parent;
  });
  return { elements, isComplete: isWhole && hasRoot };
}
