import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { anchors, links } from "../../scripts/docs/markdown.ts";
import { compile, type Finding } from "./compiler.ts";
import { FORMATS } from "./data-formats.ts";
import { programsOf } from "./programs.ts";

const PAGE = `# Page

\`\`\`ts
import { Presigner } from "s3-signpost";
const { name } = Presigner;
if (name !== missing) console.log(name);
\`\`\`

<!-- example: declare function save(url: string): void; -->
\`\`\`ts
save("https://example.com");
\`\`\`

<!-- example: declare const list: HTMLElement; -->
\`\`\`js
import { S3 } from "s3-signpost";
list.append(String(new S3({ regoin: "eu-west-1" })));
\`\`\`

\`\`\`html
<script type="module">
  import { S4 } from "s3-signpost";
</script>
\`\`\`

\`\`\`ts [src/storage.ts]
export const name = "storage";
\`\`\`

\`\`\`ts [src/main.ts]
import { title } from "./storage.ts";
import library from "a-library-that-is-not-installed";
library(title);
\`\`\`
`;

describe("the check of programs", () => {
  let findings: Finding[];
  before(async () => {
    findings = await compile(programsOf("PAGE.md", PAGE), "checks");
  });
  const messagesOf = (line: number) =>
    findings.filter((finding) => finding.line === line).map(({ message }) => message.slice(0, 6));

  test("reports an undeclared name at its line in the page", () => {
    assert.deepEqual(messagesOf(6), ["TS2304"]);
  });
  test("reports a misspelt option in JavaScript", () => {
    assert.deepEqual(messagesOf(17), ["TS2561"]);
  });
  test("reports a missing export in a script inside HTML", () => {
    assert.deepEqual(messagesOf(22), ["TS2305"]);
  });
  test("lets a labelled block import another one by its name", () => {
    assert.deepEqual(messagesOf(31), ["TS2305"]);
  });
  test("reports nothing else", () => {
    assert.deepEqual(new Set(findings.map(({ line }) => line)), new Set([6, 17, 22, 31]));
  });
});

describe("the check of a format", () => {
  for (const [language, valid, broken] of [
    ["json", '{"a": 1}', "{a: 1}"],
    ["yaml", "Ref: !Ref Bucket\n", "a: [1\n"],
    ["html", "<s3-drop><input></s3-drop>", "<s3-drop><input>"],
    ["vue", "<template><p>a</p></template>", "<template><p>a</template>"],
    ["xml", "<a><b/></a>", "<a><b></a>"],
    ["css", "s3-drop::part(zone) { color: red }", "s3-drop { color: red"],
    ["sh", "npm start # runs", "if true; npm start"],
  ] as const) {
    test(`accepts valid ${language} and reports broken ${language}`, async () => {
      assert.equal(await FORMATS[language]?.(valid), undefined);
      assert.ok(await FORMATS[language]?.(broken));
    });
  }
});

describe("the anchors of a page", () => {
  for (const [heading, anchor] of [
    ["## CORS: rule & bucket", "cors-rule--bucket"],
    ["### `s3.fetch` of [MDN](https://e.com)", "s3fetch-of-mdn"],
    ["## React 19, Vue_x", "react-19-vue_x"],
    ["## Größe", "größe"],
  ] as const) {
    test(`have the anchor of GitHub for ${heading}`, () => {
      assert.deepEqual([...anchors(heading)], [anchor]);
    });
  }
  test("have a number if a heading repeats", () => {
    assert.deepEqual([...anchors("# A\n## A\n## A")], ["a", "a-1", "a-2"]);
  });
  test("have none for a comment inside code", () => {
    assert.deepEqual([...anchors("```sh\n# A\n```")], []);
  });
});

test("the links of a page are those outside code and comments", () => {
  const page = "[a](b.md) `[c](d)` <!-- [e](f) -->\n![g](h.png)\n[i]: j.md\n```md\n[k](l)\n```";
  assert.deepEqual(
    links(page).map(({ target, line }) => `${line} ${target}`),
    ["1 b.md", "2 h.png", "3 j.md"],
  );
});
