import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { MAX_KEYS } from "../../../www/many/limits.ts";
import { formatKeys, parseKeys } from "../../../www/many/parse-keys.ts";

const PLACE = { bucket: "photos", region: "eu-west-1", endpoint: "" };

async function keysOf(source: string | string[]): Promise<string[]> {
  const { keys } = await parseKeys(source, PLACE);
  return keys.map(({ bucket, key }) => `${bucket} ${key}`);
}

describe("a line", () => {
  const lines: Record<string, [line: string, bucketAndKey: string]> = {
    "is a key, with its spaces": [" a b ", "photos  a b "],
    "with slashes and dots is a key": ["/a//../b", "photos /a//../b"],
    "with markup and quotes is a key": [`<script>"'%41`, `photos <script>"'%41`],
    "is an S3 URI with its own bucket": ["s3://other/a%20b", "other a%20b"],
    "is the URL of an object, decoded": [
      "https://other.s3.eu-west-1.amazonaws.com/a%20b",
      "other a b",
    ],
    "is the ARN of an object": ["arn:aws:s3:::other/a", "other a"],
  };
  for (const [name, [line, expected]] of Object.entries(lines)) {
    test(name, async () => assert.deepEqual(await keysOf(line), [expected]));
  }

  test("that is empty or blank is ignored, and counts as a line", async () => {
    const { keys } = await parseKeys("\na\r\n  \n\nb", PLACE);
    assert.deepEqual(
      keys.map(({ line, key }) => [line, key]),
      [
        [2, "a"],
        [5, "b"],
      ],
    );
  });

  const mistakes: Record<string, [line: string, reason: RegExp]> = {
    "without a key has a reason": ["s3://other/", /has no key/],
    "without a bucket has a reason": ["s3:///a", /has no bucket/],
    "with another URL has a reason": ["https://example.com", /not the address of an object/],
    "of another service has a reason": ["https://example.com/bucket/a", /another service/],
    "of another region has a reason": [
      "https://other.s3.us-east-2.amazonaws.com/a",
      /us-east-2, another region/,
    ],
  };
  for (const [name, [line, reason]] of Object.entries(mistakes)) {
    test(name, async () => {
      const { keys, invalid } = await parseKeys(`good\n${line}\nalso good`, PLACE);
      assert.deepEqual([keys.length, invalid.length, invalid[0]?.line], [2, 1, 2]);
      assert.match(invalid[0]?.reason ?? "", reason);
    });
  }
});

describe("keys", () => {
  test("of a JSON array are exact", async () => {
    const keys = ["s3://not/a/uri", "a\nb", " "];
    assert.deepEqual(
      await keysOf(JSON.stringify(keys)),
      keys.map((key) => `photos ${key}`),
    );
  });

  test("of a text that only begins like JSON are its lines", async () => {
    assert.deepEqual(await keysOf("[draft].txt\nb"), ["photos [draft].txt", "photos b"]);
  });

  for (const keys of [
    ["a", "b/c"],
    ["a\nb", "c"],
    ["s3://x/y", "a"],
    ["[1]", "a"],
    ["", "a"],
  ]) {
    test(`are read back after formatKeys(${JSON.stringify(keys)})`, async () => {
      assert.deepEqual(
        await keysOf(formatKeys(keys)),
        keys.map((key) => `photos ${key}`),
      );
    });
  }

  test("after the maximum are cut off", async () => {
    const { keys, isCut } = await parseKeys("k\n".repeat(MAX_KEYS + 1), PLACE);
    assert.deepEqual([keys.length, isCut], [MAX_KEYS, true]);
  });

  test("are not cut off at the maximum", async () => {
    const { keys, isCut } = await parseKeys("k\n".repeat(MAX_KEYS), PLACE);
    assert.deepEqual([keys.length, isCut], [MAX_KEYS, false]);
  });
});
