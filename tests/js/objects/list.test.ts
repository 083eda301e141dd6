import assert from "node:assert/strict";
import { test } from "node:test";
import { list } from "../../../js/objects/list.ts";
import type { ListEntry, ListOptions } from "../../../js/types.ts";
import { refuse, type World, world } from "../support/world.ts";
import { readListing, readXml } from "../support/xml.ts";

function listing(inner: string): () => Response {
  return () => new Response(`<ListBucketResult>${inner}</ListBucketResult>`);
}

function contents(...keys: string[]): string {
  return keys
    .map((key) => `<Contents><Key>${key}</Key><Size>3</Size><ETag>&quot;e&quot;</ETag></Contents>`)
    .join("");
}

async function keysOf(here: World, prefix?: string, options?: ListOptions): Promise<ListEntry[]> {
  const entries: ListEntry[] = [];
  const environment = { ...here.environment, xml: { ...readXml, readListing } };
  for await (const entry of list(environment, prefix, options)) entries.push(entry);
  return entries;
}

test("keys that the service encoded come out as they are stored", async () => {
  const here = world();
  here.answers.push(
    listing(
      `<EncodingType>url</EncodingType>${contents("a+b%2Bc", "%C3%A4/%F0%9F%8E%89", "100%25%20")}`,
    ),
  );
  assert.deepEqual(
    (await keysOf(here)).map(({ key }) => key),
    ["a b+c", "ä/🎉", "100% "],
  );
});

test("keys of a service that does not encode stay as they are", async () => {
  const here = world();
  here.answers.push(listing(contents("a+b%20c")));
  assert.deepEqual(
    (await keysOf(here)).map(({ key }) => key),
    ["a+b%20c"],
  );
});

test("a key that is no UTF-8 does not end the listing", async () => {
  const here = world();
  here.answers.push(listing(`<EncodingType>url</EncodingType>${contents("%FF", "b")}`));
  assert.deepEqual(
    (await keysOf(here)).map(({ key }) => key),
    ["%FF", "b"],
  );
});

test("an entry has the object's size, ETag and date", async () => {
  const here = world();
  here.answers.push(
    listing(
      "<Contents><Key>a</Key><Size>3</Size><ETag>&quot;e&quot;</ETag><LastModified>2026-01-02T03:04:05.000Z</LastModified></Contents>",
    ),
  );
  assert.deepEqual(await keysOf(here), [
    {
      bucket: "photos",
      key: "a",
      size: 3,
      etag: '"e"',
      lastModified: new Date("2026-01-02T03:04:05Z"),
    },
  ]);
});

test("pages follow one another by their token", async () => {
  const here = world();
  here.answers.push(
    listing(`<NextContinuationToken>t+/=</NextContinuationToken>${contents("a")}`),
    listing(contents("b")),
  );
  const entries = await keysOf(here, "p/", { pageSize: 1 });
  assert.deepEqual(
    entries.map(({ key }) => key),
    ["a", "b"],
  );
  const page = { "list-type": "2", "encoding-type": "url", prefix: "p/", "max-keys": "1" };
  assert.deepEqual(
    here.signed.map(({ query }) => query),
    [page, { ...page, "continuation-token": "t+/=" }],
  );
});

test("a service that names a page as its own next one is an error, and not a listing without end", async () => {
  const here = world();
  here.answers.push(listing(`<NextContinuationToken>t</NextContinuationToken>${contents("a")}`));
  await assert.rejects(keysOf(here), { code: "UnreadableReply" });
  assert.equal(here.requests.length, 2);
});

test("leaving the loop asks for no further page", async () => {
  const here = world();
  here.answers.push(
    listing(`<NextContinuationToken>t</NextContinuationToken>${contents("a", "b")}`),
  );
  const environment = { ...here.environment, xml: { ...readXml, readListing } };
  for await (const entry of list(environment)) {
    assert.equal(entry.key, "a");
    break;
  }
  assert.equal(here.requests.length, 1);
});

test("with a delimiter, common prefixes stand among the keys in order", async () => {
  const here = world();
  here.answers.push(
    listing(
      `${contents("a", "c", "\u{1f389}")}<CommonPrefixes><Prefix>b/</Prefix></CommonPrefixes><CommonPrefixes><Prefix>\uffee/</Prefix></CommonPrefixes>`,
    ),
  );
  const entries = await keysOf(here, "", { delimiter: "/" });
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
  assert.equal(here.signed[0]?.query?.["delimiter"], "/");
});

test("a page that fails is asked for again", async () => {
  const here = world();
  here.answers.push(refuse(503, "SlowDown"), listing(contents("a")));
  const entries = await here.time.until(keysOf(here));
  assert.equal(entries.length, 1);
});

test("a page that breaks off is asked for again", async () => {
  const here = world();
  here.answers.push(
    () => {
      const body = new ReadableStream({
        pull: (controller) => controller.error(new TypeError("terminated")),
      });
      return new Response(body);
    },
    listing(contents("a")),
  );
  const entries = await here.time.until(keysOf(here));
  assert.equal(entries.length, 1);
});

test("a signal ends the listing", async () => {
  const here = world();
  const signal = AbortSignal.abort(new Error("left"));
  await assert.rejects(keysOf(here, "", { signal }), { message: "left" });
  assert.equal(here.requests.length, 0);
});
