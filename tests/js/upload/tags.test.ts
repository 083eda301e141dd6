import assert from "node:assert/strict";
import { test } from "node:test";
import type { UploadOptions } from "../../../js/types.ts";
import { upload } from "../../../js/upload/upload.ts";
import { fakeService } from "../support/fake-service.ts";

const TAGS = { project: "a + b", "größe/1": "=@:", empty: "" };
const ENCODED = "project=a%20%2B%20b&gr%C3%B6%C3%9Fe%2F1=%3D%40%3A&empty=";

function storingService() {
  const service = fakeService();
  service.responses.push(({ method, url }) => {
    const isCreation = method === "POST" && url.includes("?n=1&");
    return new Response(
      isCreation
        ? "<InitiateMultipartUploadResult><UploadId>u</UploadId></InitiateMultipartUploadResult>"
        : method === "POST"
          ? "<CompleteMultipartUploadResult><ETag>m</ETag></CompleteMultipartUploadResult>"
          : null,
      { headers: { etag: '"e"' } },
    );
  });
  return service;
}

test("a PUT has the tags in a header", async () => {
  const { environment, signed, requests, responses } = fakeService();
  responses.push(() => new Response(null, { headers: { etag: '"e"' } }));
  await upload(environment, "x", { key: "a", via: "put", tags: TAGS });
  assert.equal(signed[0]?.headers?.["x-amz-tagging"], ENCODED);
  assert.equal(requests[0]?.headers.get("x-amz-tagging"), ENCODED);
});

test("a multipart upload has the tags in the header of its creation only", async () => {
  const { environment, requests } = storingService();
  await upload(environment, "x", { key: "a", via: "multipart", tags: TAGS });
  const sent = requests.map(({ headers }) => headers.get("x-amz-tagging"));
  assert.deepEqual(sent, [ENCODED, null, null]);
});

test("a form has the tags in a field, and is the default with tags", async () => {
  const { environment, forms, responses } = fakeService();
  responses.push(() => new Response(null, { status: 204 }));
  assert.equal((await upload(environment, "x", { key: "a", tags: TAGS })).via, "post");
  assert.equal(
    forms[0]?.fields?.["tagging"],
    "<Tagging><TagSet><Tag><Key>project</Key><Value>a + b</Value></Tag><Tag><Key>größe/1</Key><Value>=@:</Value></Tag><Tag><Key>empty</Key><Value></Value></Tag></TagSet></Tagging>",
  );
});

test("an upload without a tag has neither header nor field", async () => {
  const { environment, forms, responses } = fakeService();
  responses.push(() => new Response(null, { status: 204 }));
  await upload(environment, "x", { key: "a", tags: {} });
  assert.equal("tagging" in (forms[0]?.fields ?? {}), false);
});

const MANY = Object.fromEntries(Array.from({ length: 11 }, (_, at) => [`k${at}`, "1"]));
const LIMIT = { ["k".repeat(128)]: "𝒱".repeat(256) };

test("a name of 128 and a value of 256 characters are accepted", async () => {
  const { environment, responses } = fakeService();
  responses.push(() => new Response(null, { status: 204 }));
  await upload(environment, "x", { key: "a", tags: LIMIT });
});

const WRONG: [title: string, options: object, field: string][] = [
  ["eleven tags", { tags: MANY }, "tags"],
  ["an empty name", { tags: { "": "1" } }, "tags."],
  ["a name of 129 characters", { tags: { ["k".repeat(129)]: "1" } }, `tags.${"k".repeat(129)}`],
  ["a value of 257 characters", { tags: { k: "v".repeat(257) } }, "tags.k"],
  ["a forbidden character", { tags: { k: "a<b" } }, "tags.k"],
  ["a line break", { tags: { k: "a\nb" } }, "tags.k"],
  ["a text of a form", { tags: { k: "${filename}" } }, "tags.k"],
  ["a name of AWS's own tags", { tags: { "aws:k": "1" } }, "tags.aws:k"],
  ["a value that is a number", { tags: { k: 1 } }, "tags.k"],
  ["a text instead of an object", { tags: "a=1" }, "tags"],
  ["a Map", { tags: new Map([["a", "1"]]) }, "tags"],
  ["the header too", { tags: { a: "1" }, headers: { "X-Amz-Tagging": "a=1" } }, "tags"],
  ["the SDK's name", { tagging: "a=1" }, "tagging"],
];

for (const [title, options, field] of WRONG) {
  test(`tags with ${title} are an error, and nothing is sent`, async () => {
    const { environment, requests } = fakeService();
    const transfer = upload(environment, "x", { key: "a", ...options } as UploadOptions);
    await assert.rejects(transfer, { name: "PresignError", code: "InvalidOption", field });
    assert.equal(requests.length, 0);
  });
}
