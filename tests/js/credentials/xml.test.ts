import assert from "node:assert/strict";
import { test } from "node:test";
import { descendant, readXml } from "../../../js/credentials/xml.ts";

test("elements, text and what stands between them are read", () => {
  assert.deepEqual(
    readXml(
      '\uFEFF<?xml version="1.0"?>\n<!-- a --><a:r xmlns:a="u" b=\'c\'><x>1</x><y /><x>2<!-- 3 --></x ></a:r>\n',
    ),
    {
      name: "r",
      text: "",
      children: [
        { name: "x", text: "1", children: [] },
        { name: "y", text: "", children: [] },
        { name: "x", text: "2", children: [] },
      ],
    },
  );
});

test("XML's own entities, characters by number and CDATA become what they stand for", () => {
  assert.equal(
    readXml("<a>&lt;&amp;&gt;&quot;&apos;&#65;&#x1F600;<![CDATA[<&amp;>]]></a>")?.text,
    "<&>\"'A😀<&amp;>",
  );
});

test("an entity is not expanded twice", () => {
  assert.equal(readXml("<a>&amp;lt;</a>")?.text, "&lt;");
});

const refused: [string, string][] = [
  ["a document type", '<!DOCTYPE a [<!ENTITY b "c">]><a>b</a>'],
  ["an external entity", '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'],
  ["an entity that XML does not define", "<a>&nbsp;</a>"],
  ["an entity named like a method of every object", "<a>&toString;</a>"],
  ["a bare ampersand", "<a>b & c</a>"],
  ["an unfinished entity", "<a>&lt</a>"],
  ["a character that XML does not allow", "<a>&#0;</a>"],
  ["a surrogate by number", "<a>&#xD800;</a>"],
  ["a number beyond Unicode", "<a>&#x110000;</a>"],
  ["a processing instruction", "<a><?php ?></a>"],
  ["two roots", "<a/><b/>"],
  ["text after the root", "<a/>b"],
  ["text before the root", "b<a/>"],
  ["an element that is not closed", "<a><b></a>"],
  ["elements that cross", "<a><b></a></b>"],
  ["a document that is cut", "<a><b>tex"],
  ["an attribute without quotes", "<a b=c/>"],
  ["a comment that does not end", "<a><!-- </a>"],
  ["CDATA that does not end", "<a><![CDATA[</a>"],
  ["nothing", ""],
  ["JSON", "{}"],
  ["elements deeper than any reply's", `${"<a>".repeat(17)}${"</a>".repeat(17)}`],
  ["a document longer than any reply", `<a>${"b".repeat(65_536)}</a>`],
];
for (const [name, source] of refused) {
  test(`${name} is refused`, () => {
    assert.equal(readXml(source), undefined);
  });
}

test("whatever is cut out of or put into a reply, the reader answers and does not throw", () => {
  const reply = '<?xml version="1.0"?><r xmlns="u"><a b="c">d&amp;e</a><!--f--><![CDATA[g]]></r>';
  const pieces = ["", "<", ">", "&", ";", "/", '"', "<!--", "]]>", "&#", "<![CDATA[", "\0", "<?"];
  for (let from = 0; from <= reply.length; from += 1) {
    for (let to = from; to <= Math.min(reply.length, from + 3); to += 1) {
      for (const piece of pieces) readXml(reply.slice(0, from) + piece + reply.slice(to));
    }
  }
});

test("a path is followed to the one element it names", () => {
  const root = readXml("<r><a><b>c</b></a></r>");
  assert.equal(descendant(root, "a", "b")?.text, "c");
});

test("a path to two elements of a name leads nowhere", () => {
  const root = readXml("<r><a><b>c</b><b>d</b></a></r>");
  assert.equal(descendant(root, "a", "b"), undefined);
});

test("a path through a missing element leads nowhere", () => {
  assert.equal(descendant(readXml("<r/>"), "a", "b"), undefined);
  assert.equal(descendant(undefined, "a"), undefined);
});
