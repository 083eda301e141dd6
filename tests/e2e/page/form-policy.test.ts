import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Presigner } from "s3-signpost";
import { policyLines, signedRequestLines } from "../../../www/form/policy.ts";

const presigner = new Presigner({
  region: "us-east-1",
  bucket: "bucket",
  credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "s", sessionToken: "SECRET-TOKEN" },
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
