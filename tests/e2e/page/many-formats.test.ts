import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import { formatLinks, type LinkFormat, startOfFile } from "../../../www/many/link-formats.ts";

const URL = "https://photos.s3.amazonaws.com/key?X-Amz-Signature=0";
const EXPIRES_AT = new Date("2030-01-31T14:00:00Z");

async function format(name: LinkFormat, ...keys: string[]): Promise<string> {
  const links = keys.map((key) => ({ bucket: "photos", key, url: URL }));
  const pieces = await formatLinks(name, links, { method: "GET", expiresAt: EXPIRES_AT });
  return pieces.join("");
}

/** Reads CSV with Python's reader, which knows nothing of this page. */
function readCsv(text: string, delimiter = ","): string[][] {
  const script =
    "import csv,json,sys;print(json.dumps(list(csv.reader(open(0,newline='',encoding='utf-8'),delimiter=sys.argv[1]))))";
  const output = execFileSync("python3", ["-c", script, delimiter], {
    input: text,
    env: { ...process.env, PYTHONUTF8: "1" },
  });
  return JSON.parse(String(output)) as string[][];
}

describe("CSV", () => {
  for (const [name, key, mark] of [
    ["begins with a byte order mark if a key is not ASCII, for Excel", "日本.txt", "\uFEFF"],
    ["has no byte order mark if all keys are ASCII", "a b~.txt", ""],
  ] as const) {
    test(name, () => {
      assert.equal(startOfFile("csv", [{ bucket: "photos", key, url: URL }]), mark);
    });
  }

  const expires = EXPIRES_AT.toISOString();
  for (const key of ["a.txt", 'a "b", c.txt', "a\nb", "a\r\nb", " a ", "日本.txt", "a'b"]) {
    test(`has the cell ${JSON.stringify(key)} unchanged`, async () => {
      assert.deepEqual(readCsv(await format("csv", key)), [
        ["bucket", "key", "url", "expires"],
        ["photos", key, URL, expires],
      ]);
    });
  }

  for (const key of ['=HYPERLINK("http://example.com")', "+1", "-1", "@SUM(A1)", "\t=1", "＝1"]) {
    test(`has an apostrophe before ${JSON.stringify(key)}`, async () => {
      assert.equal(readCsv(await format("csv", key))[1]?.[1], `'${key}`);
    });
  }
});

describe("TSV", () => {
  test("has no tab or line end inside a cell", async () => {
    const [, row] = (await format("tsv", "a\tb\nc\\d")).trimEnd().split("\n");
    assert.equal(row?.split("\t")[1], "a\\tb\\nc\\\\d");
  });

  test("has an apostrophe before a formula", async () => {
    const [, row] = (await format("tsv", "=1+1")).split("\n");
    assert.equal(row?.split("\t")[1], "'=1+1");
  });
});

test("Markdown escapes the marks of the key", async () => {
  assert.equal(
    await format("markdown", "[a](b)_<c>.txt"),
    `- [\\[a\\](b)\\_\\<c\\>.txt](<${URL}>)\n`,
  );
});

test("a list for wget has one link in each line", async () => {
  assert.equal(await format("wget", "a", "b"), `${URL}\n${URL}\n`);
});

test("JSON has every key, the link and the end", async () => {
  const link = { bucket: "photos", url: URL, expiresAt: EXPIRES_AT.toISOString() };
  assert.deepEqual(JSON.parse(await format("json", 'a"b', "c")), [
    { ...link, key: 'a"b' },
    { ...link, key: "c" },
  ]);
});

test("JSON of more links than fit into one piece is one array", async () => {
  const keys = Array.from({ length: 1201 }, (_, index) => String(index));
  const list = JSON.parse(await format("json", ...keys)) as { key: string }[];
  assert.deepEqual(
    list.map(({ key }) => key),
    keys,
  );
});

describe("a configuration of curl", () => {
  /** Returns the files that curl writes for these keys, from a link to a local file. */
  async function filesOf(...keys: string[]): Promise<string> {
    const folder = mkdtempSync(join(tmpdir(), "links-"));
    try {
      writeFileSync(join(folder, "source"), "x");
      const config = (await format("curl", ...keys)).replaceAll(URL, `file://${folder}/source`);
      execFileSync("curl", ["--silent", "--config", "-"], {
        cwd: folder,
        input: config,
        env: { PATH: process.env["PATH"] ?? "" },
      });
      const find = ["-type", "f", "-not", "-name", "source", "-printf", "%P\\n"];
      return String(execFileSync("find", [folder, ...find])).trim();
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  for (const [key, file] of [
    ["a/b c.txt", "a/b c.txt"],
    ['quote " and \\ backslash', 'quote " and _ backslash'],
    ["../../escape", "_/_/escape"],
    ["/etc/passwd", "_/etc/passwd"],
    ["a//b", "a/_/b"],
    ["-", "-"],
    ["{a,b}[1-3]#1", "{a,b}[1-3]#1"],
    ["a\nb", "a_b"],
  ] as const) {
    test(`writes ${JSON.stringify(key)} below the current folder`, async () => {
      assert.equal(await filesOf(key), file);
    });
  }

  test("of uploads reads the file with the name of the key", async () => {
    const links = [{ bucket: "photos", key: "a/b", url: URL }];
    const pieces = await formatLinks("curl", links, { method: "PUT", expiresAt: EXPIRES_AT });
    assert.match(pieces.join(""), /^upload-file = "\.\/a\/b"$/m);
  });
});
