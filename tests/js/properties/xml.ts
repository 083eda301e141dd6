import assert from "node:assert/strict";
import fc from "fast-check";
import { readElements, readXml } from "../../../js/xml.ts";
import { anyText } from "../support/text.ts";

/** An element as it is written, and the elements that a parser must report for it, in the order of their ends. */
interface Fragment {
  xml: string;
  reported: [path: string, text: string][];
}

const name = fc.stringMatching(/^[A-Za-z_][\w.-]{0,8}$/);
const space = fc.stringMatching(/^[ \t\r\n]{0,3}$/);
const comment = fc.constantFrom("", "<!---->", "<!-- <a> & -->", "<?a b?>");

/** Replaces the characters that start a reference or a tag. */
const withEntities = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
/** Writes each character as a reference, except NUL and lone surrogates, for which XML has none. */
const references = (text: string) =>
  text.replace(
    /[^\0\p{Surrogate}]/gu,
    (character) => `&#x${character.codePointAt(0)?.toString(16)};`,
  );

/** A text, in each of the forms that XML has for it. */
const writtenText: fc.Arbitrary<[text: string, xml: string]> = fc.oneof(
  anyText.map((text): [string, string] => [text, withEntities(text)]),
  anyText.map((text): [string, string] => [text, references(text)]),
  anyText
    .filter((text) => !text.includes("]]>") && !/\]$/.test(text))
    .map((text): [string, string] => [text, `<![CDATA[${text}]]>`]),
);

const attribute = fc
  .tuple(name, fc.constantFrom("'", '"'), fc.string({ maxLength: 6 }))
  .map(([name, quote, value]) => ` ${name}=${quote}${value.replace(/['"<]/g, ">")}${quote}`);

/** An element with elements in it, down to a depth. */
function elementOf(depth: number): fc.Arbitrary<Fragment> {
  const none: fc.Arbitrary<Fragment[]> = fc.constant([]);
  return fc
    .record({
      name,
      prefix: fc.constantFrom("", "a:", "s3.x:"),
      attributes: fc.array(attribute, { maxLength: 3 }).map((list) => list.join("")),
      space,
      ignored: writtenText,
      children: depth > 0 ? fc.array(elementOf(depth - 1), { maxLength: 3 }) : none,
      comment,
      text: writtenText,
      isEmpty: fc.boolean(),
    })
    .map(({ name, prefix, attributes, space, ignored, children, comment, text, isEmpty }) => {
      const tag = `${prefix}${name}`;
      if (isEmpty) return { xml: `<${tag}${attributes}${space}/>`, reported: [[`/${name}`, ""]] };
      const inner = children.flatMap(({ reported }) =>
        reported.map(([path, text]): [string, string] => [`/${name}${path}`, text]),
      );
      // Text before a child is ignored.
      const before = children.length > 0 ? ignored[1] : "";
      const body = `${before}${children.map(({ xml }) => xml).join("")}${comment}${text[1]}`;
      const xml = `<${tag}${attributes}${space}>${body}</${tag}${space}>`;
      return { xml, reported: [...inner, [`/${name}`, text[0]]] };
    });
}

const element = elementOf(3);

function read(xml: string): { isComplete: boolean; reported: [string, string][] } {
  const reported: [string, string][] = [];
  const isComplete = readXml(xml, (path, text) => reported.push([path, text]));
  return { isComplete, reported };
}

/** Characters and tokens from which hostile documents are made. */
const hostileXml = fc
  .array(
    fc.oneof(
      fc.constantFrom("<", ">", "</", "/>", "<a", "<a>", "</a>", "<!--", "-->", "<![CDATA[", "]]>"),
      fc.constantFrom("&", "&#", "&#x", "&lt;", ";", "'", '"', "=", " ", ":", "<?", "?>", "\0"),
      fc.constantFrom("<!DOCTYPE", "[", "<__proto__>", "</__proto__>", "<Error>", "</Error>"),
      anyText,
    ),
    { maxLength: 40 },
  )
  .map((pieces) => pieces.join(""));

/** Properties of the XML parser by their titles. */
export const xmlProperties = {
  "every element of a document is reported with its path and its text": fc.property(
    element,
    ({ xml, reported }) => assert.deepEqual(read(xml), { isComplete: true, reported }),
  ),
  "a truncated document is incomplete, and reports its first elements": fc.property(
    element,
    fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
    ({ xml, reported }, part) => {
      const truncated = read(xml.slice(0, Math.floor(part * xml.length)));
      assert.equal(truncated.isComplete, false);
      assert.deepEqual(truncated.reported, reported.slice(0, truncated.reported.length));
    },
  ),
  "a hostile document is read or rejected, without an element outside its root": fc.property(
    hostileXml,
    (xml) => {
      const { isComplete, reported } = read(xml);
      const roots = reported.filter(([path]) => path.lastIndexOf("/") === 0);
      assert.equal(roots.length, isComplete ? 1 : 0);
      assert.ok(
        reported.every(([path, text]) => path.startsWith("/") && text.length <= xml.length),
      );
    },
  ),
  "a hostile error document yields texts only, and changes no prototype": fc.property(
    hostileXml,
    (xml) => {
      const { elements } = readElements(`<Error>${xml}</Error>`, "Error");
      assert.equal(Object.getPrototypeOf(elements), null);
      assert.ok(Object.values(elements).every((text) => typeof text === "string"));
      assert.equal(Object.getPrototypeOf({}), Object.prototype);
    },
  ),
};
