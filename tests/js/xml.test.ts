import assert from "node:assert/strict";
import { test } from "node:test";
import { readElements, readXml } from "../../js/xml.ts";

/** Returns path and text of each element in the order of their end tags, and whether the document is complete. */
function read(xml: string): { isWhole: boolean; elements: [string, string][] } {
  const elements: [string, string][] = [];
  const isWhole = readXml(xml, (path, text) => elements.push([path, text]));
  return { isWhole, elements };
}

/** Returns the text of the first element that ends. */
function textOf(xml: string): string | undefined {
  return read(xml).elements[0]?.[1];
}

test("elements have their paths and texts, and text between elements is ignored", () => {
  assert.deepEqual(
    read(
      '\uFEFF<?xml version="1.0"?>\n<!-- <z> --><a:r xmlns:a="u>v" b=\'c\'><x>1</x><y /><b:x>2<!-- 3 --></b:x ></a:r>\n',
    ),
    {
      isWhole: true,
      elements: [
        ["/r/x", "1"],
        ["/r/y", ""],
        ["/r/x", "2"],
        ["/r", ""],
      ],
    },
  );
});

test("predefined entities, character references and CDATA are decoded", () => {
  assert.equal(
    textOf("<a>&lt;&amp;&gt;&quot;&apos;&#65;&#x1F600;<![CDATA[<b>&amp;]]></a>"),
    "<&>\"'A😀<b>&amp;",
  );
});

test("an entity is not expanded twice", () => {
  assert.equal(textOf("<a>&amp;lt;</a>"), "&lt;");
});

test("a text that is not a character reference is unchanged", () => {
  for (const text of [
    "&nbsp;",
    "&toString;",
    "b & c",
    "&lt",
    "&;",
    "&#;",
    "&#0;",
    "&#xD800;",
    "&#57343;",
    "&#x110000;",
    "&#1e5;",
    "&#99999999;",
  ]) {
    assert.equal(textOf(`<a>${text}</a>`), text);
  }
});

for (const [name, xml] of [
  ["a document type", '<!DOCTYPE a [<!ENTITY b "c">]><a>b</a>'],
  ["an external entity", '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'],
  ["a document type that is cut", "<!DOCTYPE a"],
  ["an element that is not closed", "<a><b></a>"],
  ["elements that cross", "<a><b></a></b>"],
  ["an end without a beginning", "</a>"],
  ["a document that is cut", "<a><b>tex"],
  ["a tag that is cut", "<a"],
  ["a quote that does not end", "<a b='></a>"],
  ["a comment that does not end", "<a><!-- </a>"],
  ["CDATA that does not end", "<a><![CDATA[</a>"],
  ["nothing", ""],
  ["JSON", "{}"],
] as const) {
  test(`${name} is not a complete document`, () => {
    assert.equal(read(xml).isWhole, false);
  });
}

test("the parser never throws, for any part removed from or added to a response", () => {
  const reply = '<?xml version="1.0"?><r xmlns="u"><a b="c">d&amp;e</a><!--f--><![CDATA[g]]></r>';
  const pieces = ["", "<", ">", "&", ";", "/", '"', "<!--", "]]>", "&#", "<![CDATA[", "\0", "<?"];
  for (let from = 0; from <= reply.length; from += 1) {
    for (let to = from; to <= Math.min(reply.length, from + 3); to += 1) {
      for (const piece of pieces) read(reply.slice(0, from) + piece + reply.slice(to));
    }
  }
});

for (const [name, xml] of [
  ["depth", "<a>".repeat(2_000_000)],
  ["elements", `<a>${"<b/>".repeat(1_000_000)}`],
  ["ampersands", `<a>${"&".repeat(4_000_000)}</a>`],
  ["text", "a".repeat(16_000_000)],
  ["attributes", `<a ${"b='c' ".repeat(2_000_000)}`],
  ["quotes", `<a ${'"'.repeat(8_000_000)}`],
  ["a quote", `<a "${"b".repeat(16_000_000)}`],
  ["a name", `<${"a".repeat(16_000_000)}`],
  ["prefixes", `<${"a:".repeat(8_000_000)}`],
  ["white space", `<a${" ".repeat(16_000_000)}`],
  ["a comment", `<!--${"-".repeat(16_000_000)}`],
  ["CDATA", `<![CDATA[${"]".repeat(16_000_000)}`],
  ["an instruction", `<?${"?".repeat(16_000_000)}`],
  ["prolog", "<!---->".repeat(1_000_000)],
] as const) {
  test(`an endless ${name} takes linear time`, () => {
    let ends = 0;
    readXml(xml, () => {
      ends += 1;
    });
    assert.ok(ends <= 1_000_000);
  });
}

for (const prolog of [" \n", "<!---->", "<?a?>"]) {
  test(`${JSON.stringify(prolog)} before the root is ignored`, () => {
    assert.deepEqual(read(`${prolog}<a>b</a>`), { isWhole: true, elements: [["/a", "b"]] });
  });
}

test("the elements of the error document for an expired URL are parsed", () => {
  const { elements } = readElements(
    '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>AccessDenied</Code><Message>Request has expired</Message><X-Amz-Expires>300</X-Amz-Expires><Expires>2013-05-24T00:05:00Z</Expires><ServerTime>2013-05-24T00:06:00Z</ServerTime><RequestId>4442587FB7D0A2F9</RequestId><HostId/></Error>',
    "Error",
  );
  assert.deepEqual(
    { ...elements },
    {
      Code: "AccessDenied",
      Message: "Request has expired",
      "X-Amz-Expires": "300",
      Expires: "2013-05-24T00:05:00Z",
      ServerTime: "2013-05-24T00:06:00Z",
      RequestId: "4442587FB7D0A2F9",
      HostId: "",
    },
  );
});

for (const [name, xml, code] of [
  [
    "nested elements do not pose as the error's own",
    "<Error><Detail><Code>Fake</Code></Detail><Code>Real</Code></Error>",
    "Real",
  ],
  [
    "the first of two elements of one name counts",
    "<Error><Code>A</Code><Code>B</Code></Error>",
    "A",
  ],
  ["a document that is cut gives what came whole", "<Error><Code>A</Code><Message>Please", "A"],
  ["an element that is cut is none", "<Error><Code>Slow", undefined],
  [
    "an error that is wrapped once is found",
    "<ErrorResponse xmlns='x'>\n<Error><Code>A</Code></Error></ErrorResponse>",
    "A",
  ],
  [
    "an error that is wrapped twice is not",
    "<a><b><Error><Code>A</Code></Error></b></a>",
    undefined,
  ],
  ["another document has none", "<html><Code>A</Code></html>", undefined],
] as const) {
  test(name, () => {
    assert.equal(readElements(xml, "Error").elements["Code"], code);
  });
}
