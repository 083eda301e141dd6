import assert from "node:assert/strict";
import { test } from "node:test";
import type { S3ClientElement } from "../../../js/element/client-element.ts";
import type { ElementClient } from "../../../js/element/core.ts";
import { KeyMaker } from "../../../js/element/keys.ts";

const client = { presigner: async () => ({}) } as unknown as ElementClient;
const provider = { identityId: "eu-west-1:abc" } as S3ClientElement;

function keyOf(prefix: string, maker = new KeyMaker(), text = "a", path = "cat.jpg") {
  const file = new File([text], path, { lastModified: 0 });
  return maker.key(prefix, file, path, client, provider);
}

test("the path follows the prefix", async () => {
  assert.equal(
    await keyOf("uploads/", new KeyMaker(), "a", "2026/cat.jpg"),
    "uploads/2026/cat.jpg",
  );
});

test("{name} is the place of the path", async () => {
  assert.equal(await keyOf("{name}.part"), "cat.jpg.part");
});

test("{identity} is the identity of the pool, and {date} a date", async () => {
  assert.match(await keyOf("{identity}/{date}/"), /^eu-west-1:abc\/\d{4}-\d\d-\d\d\/cat\.jpg$/);
});

test("{uuid} differs from file to file", async () => {
  const maker = new KeyMaker();
  assert.notEqual(await keyOf("{uuid}/", maker), await keyOf("{uuid}/", maker));
});

test("another file of the same name gets a number, and the same file its first key again", async () => {
  const maker = new KeyMaker();
  const keys = [await keyOf("", maker), await keyOf("", maker, "bb"), await keyOf("", maker)];
  assert.deepEqual(keys, ["cat.jpg", "cat (2).jpg", "cat.jpg"]);
});

test("a name with a token is not replaced", async () => {
  assert.equal(await keyOf("a/", new KeyMaker(), "a", "{date}.txt"), "a/{date}.txt");
});

test("an unknown token is an error that lists the tokens", async () => {
  await assert.rejects(keyOf("{hash}/"), {
    code: "InvalidOption",
    field: "prefix",
    hint: "The tokens are {name}, {uuid}, {date}, and within an <s3-client identity-pool> {identity}.",
  });
});

test("{identity} without an identity pool is an error", async () => {
  const file = new File(["a"], "a");
  await assert.rejects(new KeyMaker().key("{identity}/", file, "a", client, undefined), {
    code: "InvalidOption",
    field: "prefix",
  });
});
