import assert from "node:assert/strict";
import { test } from "node:test";
import { list } from "../../../js/objects/list.ts";
import type { ListEntry, ListOptions } from "../../../js/types.ts";
import { errorResponse, type FakeService, fakeService } from "../support/fake-service.ts";

function listing(inner: string): () => Response {
  return () => new Response(`<ListBucketResult>${inner}</ListBucketResult>`);
}

function contents(...keys: string[]): string {
  return keys
    .map((key) => `<Contents><Key>${key}</Key><Size>3</Size><ETag>&quot;e&quot;</ETag></Contents>`)
    .join("");
}

async function keysOf(
  service: FakeService,
  prefix?: string,
  options?: ListOptions,
): Promise<ListEntry[]> {
  const entries: ListEntry[] = [];
  for await (const entry of list(service.environment, prefix, options)) entries.push(entry);
  return entries;
}

test("encoded keys are decoded", async () => {
  const service = fakeService();
  service.responses.push(
    listing(
      `<EncodingType>url</EncodingType>${contents("a+b%2Bc", "%C3%A4/%F0%9F%8E%89", "100%25%20")}`,
    ),
  );
  assert.deepEqual(
    (await keysOf(service)).map(({ key }) => key),
    ["a b+c", "ä/🎉", "100% "],
  );
});

test("keys of a service that does not encode are returned unchanged", async () => {
  const service = fakeService();
  service.responses.push(listing(contents("a+b%20c")));
  assert.deepEqual(
    (await keysOf(service)).map(({ key }) => key),
    ["a+b%20c"],
  );
});

test("a key that is not UTF-8 does not fail the listing", async () => {
  const service = fakeService();
  service.responses.push(listing(`<EncodingType>url</EncodingType>${contents("%FF", "b")}`));
  assert.deepEqual(
    (await keysOf(service)).map(({ key }) => key),
    ["%FF", "b"],
  );
});

test("an entry has the size, ETag and date of its object", async () => {
  const service = fakeService();
  service.responses.push(
    listing(
      "<Contents><Key>a</Key><Size>3</Size><ETag>&quot;e&quot;</ETag><LastModified>2026-01-02T03:04:05.000Z</LastModified></Contents>",
    ),
  );
  assert.deepEqual(await keysOf(service), [
    {
      bucket: "photos",
      key: "a",
      size: 3,
      etag: '"e"',
      lastModified: new Date("2026-01-02T03:04:05Z"),
    },
  ]);
});

test("each page is requested by the token of the last one", async () => {
  const service = fakeService();
  service.responses.push(
    listing(
      `<IsTruncated>true</IsTruncated><NextContinuationToken>t+/=</NextContinuationToken>${contents("a")}`,
    ),
    listing(contents("b")),
  );
  const entries = await keysOf(service, "p/", { pageSize: 1 });
  assert.deepEqual(
    entries.map(({ key }) => key),
    ["a", "b"],
  );
  const page = { "list-type": "2", "encoding-type": "url", prefix: "p/", "max-keys": "1" };
  assert.deepEqual(
    service.signed.map(({ query }) => query),
    [page, { ...page, "continuation-token": "t+/=" }],
  );
});

test("a page that names itself as the next page is an error, not an endless listing", async () => {
  const service = fakeService();
  service.responses.push(
    listing(
      `<IsTruncated>true</IsTruncated><NextContinuationToken>t</NextContinuationToken>${contents("a")}`,
    ),
  );
  await assert.rejects(keysOf(service), { code: "UnreadableReply" });
  assert.equal(service.requests.length, 2);
});

test("leaving the loop requests no further page", async () => {
  const service = fakeService();
  service.responses.push(
    listing(
      `<IsTruncated>true</IsTruncated><NextContinuationToken>t</NextContinuationToken>${contents("a", "b")}`,
    ),
  );
  for await (const entry of list(service.environment)) {
    assert.equal(entry.key, "a");
    break;
  }
  assert.equal(service.requests.length, 1);
});

test("with a delimiter, common prefixes are sorted among the keys", async () => {
  const service = fakeService();
  service.responses.push(
    listing(
      `${contents("a", "c", "\u{1f389}")}<CommonPrefixes><Prefix>b/</Prefix></CommonPrefixes><CommonPrefixes><Prefix>\uffee/</Prefix></CommonPrefixes>`,
    ),
  );
  const entries = await keysOf(service, "", { delimiter: "/" });
  assert.deepEqual(
    entries.map(({ key, commonPrefix }) => [key, commonPrefix]),
    [
      ["a", undefined],
      ["b/", true],
      ["c", undefined],
      ["\uffee/", true],
      ["\u{1f389}", undefined],
    ],
  );
  assert.equal(service.signed[0]?.query?.["delimiter"], "/");
});

test("a page that fails is requested again", async () => {
  const service = fakeService();
  service.responses.push(errorResponse(503, "SlowDown"), listing(contents("a")));
  const entries = await service.time.until(keysOf(service));
  assert.equal(entries.length, 1);
});

test("a page that is interrupted is requested again", async () => {
  const service = fakeService();
  service.responses.push(
    () => {
      const body = new ReadableStream({
        pull: (controller) => controller.error(new TypeError("terminated")),
      });
      return new Response(body);
    },
    listing(contents("a")),
  );
  const entries = await service.time.until(keysOf(service));
  assert.equal(entries.length, 1);
});

test("a signal ends the listing", async () => {
  const service = fakeService();
  const signal = AbortSignal.abort(new Error("left"));
  await assert.rejects(keysOf(service, "", { signal }), { message: "left" });
  assert.equal(service.requests.length, 0);
});

test("startAfter is sent with the first page only", async () => {
  const service = fakeService();
  service.responses.push(
    listing(
      `${contents("b")}<IsTruncated>true</IsTruncated><NextContinuationToken>t1</NextContinuationToken>`,
    ),
    listing(contents("c")),
  );
  const entries = await keysOf(service, "", { startAfter: "a b/ü" });
  assert.deepEqual(
    entries.map(({ key }) => key),
    ["b", "c"],
  );
  assert.deepEqual(
    service.signed.map(({ query }) => [query?.["start-after"], query?.["continuation-token"]]),
    [
      ["a b/ü", undefined],
      [undefined, "t1"],
    ],
  );
});

for (const startAfter of [5, "\ud800"]) {
  test(`a startAfter of ${JSON.stringify(startAfter)} is rejected before the iteration`, () => {
    const { environment } = fakeService();
    const options = { startAfter } as ListOptions;
    assert.throws(() => list(environment, "", options), {
      code: "InvalidOption",
      field: "startAfter",
    });
  });
}
