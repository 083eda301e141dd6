import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Presigner } from "s3-signpost";
import { inView } from "../../../www/form/request.ts";
import { readRows } from "../../../www/form/rows.ts";
import { readTyped } from "./form-typed.ts";

const presigner = new Presigner({
  region: "us-east-1",
  bucket: "bucket",
  credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "s" },
});

describe("typed text", () => {
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
      const { entered, fields } = readTyped(change);
      assert.deepEqual(fields, []);
      const names = Object.keys(expected);
      const found = names.map((option) => [option, Reflect.get(entered.request, option)]);
      assert.deepEqual(Object.fromEntries(found), expected);
    });
  }

  test("has all of its errors at once", () => {
    const { fields } = readTyped({
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
    assert.deepEqual(readTyped({ minSize: "11 MB" }).fields, ["minSize"]);
  });

  test("of an upload link needs a key, a size and a whole type", () => {
    const { fields } = readTyped({ via: "put", contentType: "image/" });
    assert.deepEqual(fields.sort(), ["contentType", "key", "size"]);
  });

  test("of an upload link has errors of its headers at its type", () => {
    const { entered } = readTyped({ via: "put", key: "a", exactSize: "1", contentType: "a\ud800" });
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
