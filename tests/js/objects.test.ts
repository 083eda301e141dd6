import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect, S3, type S3Options, TransferError } from "s3-signpost";

/** Returns a client that gets these responses in order, and the requests that it sends. */
function clientWith(...responses: Response[]) {
  const requests: { method: string; url: URL }[] = [];
  const options: S3Options = {
    region: "eu-central-1",
    bucket: "photos",
    credentials: { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "secret" },
    retry: { attempts: 1 },
    fetch: async (input, init) => {
      requests.push({ method: init?.method ?? "GET", url: new URL(String(input)) });
      return responses.shift() ?? assert.fail("an unexpected request");
    },
  };
  return { s3: new S3(options), requests };
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

const FIRST_PAGE = `<?xml version="1.0" encoding="UTF-8"?>
<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>photos</Name><EncodingType>url</EncodingType><IsTruncated>true</IsTruncated><NextContinuationToken>1ueGcx/+w==</NextContinuationToken><Contents><Key>a/b+c%2B%C3%A9.jpg</Key><LastModified>2013-09-17T18:07:53.000Z</LastModified><ETag>&quot;599bab3e&quot;</ETag><Size>857</Size></Contents><CommonPrefixes><Prefix>a/d/</Prefix></CommonPrefixes></ListBucketResult>`;
const LAST_PAGE =
  "<ListBucketResult><EncodingType>url</EncodingType><IsTruncated>false</IsTruncated><Contents><Key>a/z</Key><Size>0</Size></Contents></ListBucketResult>";

test("a listing is requested and parsed page by page", async () => {
  const { s3, requests } = clientWith(new Response(FIRST_PAGE), new Response(LAST_PAGE));
  assert.deepEqual(await all(s3.list("a/", { delimiter: "/" })), [
    {
      bucket: "photos",
      key: "a/b c+é.jpg",
      size: 857,
      etag: '"599bab3e"',
      lastModified: new Date("2013-09-17T18:07:53Z"),
    },
    { bucket: "photos", key: "a/d/", size: 0, commonPrefix: true },
    { bucket: "photos", key: "a/z", size: 0 },
  ]);
  const [first, second] = requests.map(({ url }) => url.searchParams);
  assert.deepEqual([first?.get("list-type"), first?.get("prefix")], ["2", "a/"]);
  assert.equal(second?.get("continuation-token"), "1ueGcx/+w==");
});

for (const [what, text] of [
  ["cut", FIRST_PAGE.slice(0, -30)],
  ["of something else", "<html><body>Sign in</body></html>"],
] as const) {
  test(`a listing that is ${what} is an error, not an empty bucket`, async () => {
    const { s3 } = clientWith(new Response(text));
    await assert.rejects(all(s3.list()), (error: unknown) => {
      assert.ok(error instanceof TransferError);
      assert.equal(error.code, "UnreadableReply");
      return true;
    });
  });
}

test("head sends a HEAD request and returns the object's properties", async () => {
  const headers = { "content-length": "5", etag: '"e"', "x-amz-meta-by": "me" };
  const { s3, requests } = clientWith(new Response(null, { headers }));
  assert.deepEqual(await s3.head("a b", { versionId: "v1" }), {
    bucket: "photos",
    key: "a b",
    size: 5,
    etag: '"e"',
    metadata: { by: "me" },
  });
  assert.equal(requests[0]?.method, "HEAD");
  assert.equal(requests[0]?.url.searchParams.get("versionId"), "v1");
});

test("delete sends one DELETE request for the object", async () => {
  const { s3, requests } = clientWith(new Response(null, { status: 204 }));
  await s3.delete("a b");
  assert.equal(requests[0]?.method, "DELETE");
  assert.equal(inspect(requests[0]?.url ?? "").key, "a b");
});
