import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Presigner } from "s3-signpost";
import { allowanceOf, formWarnings } from "../../../www/form/allowance.ts";
import { policyLines, signedRequestLines } from "../../../www/form/policy.ts";
import { predict } from "../../../www/form/refusals.ts";
import { type Entered, inView, readRequest, type Typed } from "../../../www/form/request.ts";
import { readRows } from "../../../www/form/rows.ts";

const URL = "https://bucket.s3.us-east-1.amazonaws.com/";

const TYPED: Typed = {
  via: "post",
  place: "prefix",
  prefix: "uploads/",
  key: "",
  minSize: "",
  maxSize: "10 MB",
  exactSize: "",
  contentType: "",
  rows: [],
  after: "empty",
  redirect: "",
  readExpiry: () => ({ expiresIn: 60 }),
};

/** Reads fields that differ from the default, and returns the request and the fields with errors. */
function read(change: Partial<Typed>): { entered: Entered; fields: string[] } {
  const fields: string[] = [];
  const entered = readRequest({ ...TYPED, ...change }, (error) => {
    fields.push("field" in error ? String(error.field) : "");
  });
  return { entered, fields };
}

const presigner = new Presigner({
  region: "us-east-1",
  bucket: "bucket",
  credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "s", sessionToken: "SECRET-TOKEN" },
});

describe("what was typed", () => {
  for (const [name, change, expected] of [
    ["a prefix and a maximum", {}, { keyStartsWith: "uploads/", maxSize: 10_000_000 }],
    ["a key", { place: "key", key: " a " }, { key: " a " }],
    ["no maximum", { maxSize: " " }, { maxSize: undefined }],
    ["both sizes", { minSize: "1 KiB", maxSize: "2000" }, { minSize: 1024, maxSize: 2000 }],
    ["a type with an asterisk", { contentType: "image/*" }, { contentType: "image/" }],
    ["any type", { contentType: "*/*" }, { contentType: undefined }],
    ["a document", { after: "document" }, { fields: { success_action_status: "201" } }],
  ] as const) {
    test(`${name} is a request`, () => {
      const { entered, fields } = read(change);
      assert.deepEqual(fields, []);
      const names = Object.keys(expected);
      const found = names.map((option) => [option, Reflect.get(entered.request, option)]);
      assert.deepEqual(Object.fromEntries(found), expected);
    });
  }

  test("has all of its errors at once", () => {
    const { fields } = read({
      place: "key",
      minSize: "1e400",
      maxSize: "ten",
      contentType: "a/b*",
      rows: [{ name: "", rule: "is", value: "x" }],
      after: "redirect",
      redirect: "javascript:alert(1)",
    });
    const expected = ["contentType", "fields", "redirect", "key", "maxSize", "minSize"];
    assert.deepEqual(fields.sort(), expected.sort());
  });

  test("has an error if the minimum is above the maximum", () => {
    assert.deepEqual(read({ minSize: "11 MB" }).fields, ["minSize"]);
  });

  test("of an upload link needs a key, a size and a whole type", () => {
    const { fields } = read({ via: "put", contentType: "image/" });
    assert.deepEqual(fields.sort(), ["contentType", "key", "size"]);
  });

  test("of an upload link has errors of its headers at its type", () => {
    const { entered } = read({ via: "put", key: "a", exactSize: "1", contentType: "a\ud800" });
    assert.equal(entered.via, "put");
    assert.throws(
      () => presigner.presign(entered.request as object),
      (error) => {
        const shown = inView(error as Error as Parameters<typeof inView>[0]);
        return "field" in shown && shown.field === "contentType";
      },
    );
  });
});

describe("rows", () => {
  test("are fields, or conditions with the beginning as value", () => {
    const rows = [
      { name: " acl ", rule: "is", value: "private" },
      { name: "x-amz-meta-a", rule: "begins", value: "b" },
      { name: "", rule: "is", value: "" },
    ] as const;
    assert.deepEqual(readRows(rows), {
      fields: { acl: "private", "x-amz-meta-a": "b" },
      conditions: [["starts-with", "$x-amz-meta-a", "b"]],
      errors: [],
    });
  });

  for (const [name, rows] of [
    ["a name twice", [{ name: "acl" }, { name: "ACL" }]],
    ["a name that has a control of its own", [{ name: "content-type" }]],
    ["a value without a name", [{ name: "" }]],
  ] as const) {
    test(`with ${name} are an error`, () => {
      const all = rows.map((row) => ({ rule: "is" as const, value: "v", ...row }));
      assert.equal(readRows(all).errors.length, 1);
    });
  }

  test("named __proto__ are fields as any other", () => {
    const { fields } = readRows([{ name: "__proto__", rule: "is", value: "v" }]);
    assert.deepEqual(Object.entries(fields), [["__proto__", "v"]]);
  });

  test("convert tags to S3's document", () => {
    const { fields } = readRows([{ name: "tagging", rule: "is", value: "a=b%20%3C&c=d" }]);
    assert.equal(
      fields["tagging"],
      "<Tagging><TagSet><Tag><Key>a</Key><Value>b &lt;</Value></Tag><Tag><Key>c</Key><Value>d</Value></Tag></TagSet></Tagging>",
    );
  });
});

describe("the sentence", () => {
  for (const [change, sentence] of [
    [{}, "Whoever has this form can store files of up to 10 MB below uploads/ until noon."],
    [{ maxSize: "" }, "Whoever has this form can store files below uploads/ until noon."],
    [
      { prefix: "", minSize: "1 kB", contentType: "image/" },
      "Whoever has this form can store files of 1 kB to 10 MB with a type that begins with image/, anywhere in the bucket until noon.",
    ],
    [
      { place: "key", key: "a.png", contentType: "image/png", maxSize: "", minSize: "5" },
      "Whoever has this form can store a file of at least 5 bytes with the type image/png as a.png until noon.",
    ],
    [
      { place: "key", key: "u/${filename}" },
      "Whoever has this form can store files of up to 10 MB as u/${filename} until noon.",
    ],
    [
      { via: "put", key: "a", exactSize: "12345" },
      "Whoever has this link can store a file of exactly 12,345 bytes as a until noon.",
    ],
  ] as [Partial<Typed>, string][]) {
    test(`is: ${sentence}`, () => {
      const { before, key, after } = allowanceOf(read(change).entered, "noon");
      assert.equal(`${before}${key}${after}`, sentence);
    });
  }
});

describe("warnings", () => {
  for (const [name, change, pattern] of [
    ["no maximum size", { maxSize: "" }, /up to 5 GiB/],
    ["a maximum that no form has", { maxSize: "6 GiB" }, /at most 5 GiB/],
    ["one key", { place: "key", key: "a" }, /replaces the last/],
    ["an empty prefix", { prefix: "" }, /any object of the bucket/],
    ["a prefix without a slash", { prefix: "up" }, /up-other\/file/],
    ["HTML", { contentType: "Text/HTML; charset=utf-8" }, /text\/html can contain scripts/],
    ["types that include SVG", { contentType: "image/" }, /image\/svg\+xml/],
    [
      "HTML by a link",
      { via: "put", key: "a", exactSize: "1", contentType: "text/html" },
      /script/,
    ],
  ] as [string, Partial<Typed>, RegExp][]) {
    test(`name ${name}`, () => {
      const warnings = formWarnings(read(change).entered, URL);
      assert.equal(warnings.length, 1);
      assert.match(warnings[0] ?? "", pattern);
    });
  }

  test("name an address without encryption, except on this machine", () => {
    const { entered } = read({});
    const urls = ["http://s3.example.com/bucket", "http://127.0.0.1:9000/bucket"];
    assert.deepEqual(
      urls.map((url) => formWarnings(entered, url).length),
      [1, 0],
    );
  });

  test("are none for a prefix with a maximum", () => {
    assert.deepEqual(formWarnings(read({ contentType: "image/png" }).entered, URL), []);
  });
});

describe("a prediction", () => {
  test("has each reason of a refusal", () => {
    const { entered } = read({ maxSize: "2", minSize: "1", contentType: "image/" });
    const predicted = [0, 1, 3].map((size) => predict(entered, { size, type: "text/plain" }));
    const counts = predicted.map(({ refusals }) => refusals.length);
    assert.deepEqual(counts, [2, 1, 2]);
  });

  test("refuses no other type if the form sets the type itself", () => {
    const { entered } = read({ contentType: "image/png" });
    const { refusals, remarks } = predict(entered, { size: 1, type: "text/plain" });
    assert.deepEqual([refusals.length, remarks.length], [0, 1]);
  });

  test("refuses a file of another size than that of a link", () => {
    const { entered } = read({ via: "put", key: "a", exactSize: "2" });
    assert.equal(predict(entered, { size: 3, type: "" }).refusals.length, 1);
  });
});

describe("the shown policy", () => {
  const post = presigner.presignPost({
    key: "ü/${filename}",
    maxSize: 10,
    fields: { "x-amz-meta-a": '</pre>"\\' },
  });

  test("is the decoded policy of the form but its token", () => {
    const policy = Buffer.from(post.fields["policy"] ?? "", "base64").toString("utf8");
    assert.deepEqual(
      JSON.parse(policyLines(post).join("\n")),
      JSON.parse(policy.replaceAll("SECRET-TOKEN", "hidden")),
    );
  });

  test("has one condition in each line", () => {
    const { conditions } = JSON.parse(policyLines(post).join("\n")) as { conditions: unknown[] };
    assert.equal(policyLines(post).length, conditions.length + 5);
  });
});

test("the shown request of a link has its signed headers and no signature", () => {
  const headers = { "content-type": "text/plain" };
  const link = presigner.presign({ method: "PUT", key: "a b", size: 3, headers });
  assert.deepEqual(signedRequestLines(link, 3), [
    "PUT /a%20b",
    "host: bucket.s3.us-east-1.amazonaws.com",
    "content-length: 3",
    "content-type: text/plain",
  ]);
});
