import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { ListEntry, S3 } from "s3-signpost";
import { Listing } from "../../../www/browse/listing.ts";
import { arrange, nameOf, type Order, stepsOf } from "../../../www/browse/order.ts";
import { visibleText } from "../../../www/format/visible.ts";

const bucket = "photos";
const ENTRIES: ListEntry[] = [
  { bucket, key: "p/B.txt", size: 3, lastModified: new Date(1000) },
  { bucket, key: "p/a.txt", size: 1, lastModified: new Date(3000) },
  { bucket, key: "p/m/", size: 0, commonPrefix: true },
  { bucket, key: "p/z.txt", size: 2, lastModified: new Date(2000) },
];

function arranged(order: Partial<Order>): string[] {
  const complete: Order = { by: "key", isDescending: false, search: "", ...order };
  return arrange(ENTRIES, "p/", complete).map(({ key }) => key.slice(2));
}

describe("entries", () => {
  const orders: Record<string, [Partial<Order>, string[]]> = {
    "are in S3's order, folders first": [{}, ["m/", "B.txt", "a.txt", "z.txt"]],
    "are in the reverse order": [{ isDescending: true }, ["m/", "z.txt", "a.txt", "B.txt"]],
    "are sorted by size": [{ by: "size" }, ["m/", "a.txt", "z.txt", "B.txt"]],
    "are sorted by date, the newest first": [
      { by: "lastModified", isDescending: true },
      ["m/", "a.txt", "z.txt", "B.txt"],
    ],
    "are found in upper and lower case": [{ search: "b." }, ["B.txt"]],
    "are not found by the folder that all are in": [{ search: "p/" }, []],
  };
  for (const [name, [order, expected]] of Object.entries(orders)) {
    test(name, () => assert.deepEqual(arranged(order), expected));
  }
});

describe("a name", () => {
  for (const [key, prefix, name] of [
    ["a/b/c.txt", "a/b/", "c.txt"],
    ["a/b/c.txt", "a/b", "b/c.txt"],
    ["a/b/", "a/b/", "b/"],
    ["a//b", "a/", "/b"],
    ["c.txt", "", "c.txt"],
  ] as const) {
    test(`of ${key} in ${prefix || "the bucket"} is ${name}`, () => {
      assert.equal(nameOf(key, prefix), name);
    });
  }

  test("shows control characters and changes of direction", () => {
    assert.equal(visibleText("a\nb\u202egpj.exe\u0085"), "a␊b[U+202E]gpj.exe[U+0085]");
  });
});

test("the steps of a path have their prefixes", () => {
  assert.deepEqual(stepsOf("a//b/c"), [
    { name: "a/", prefix: "a/" },
    { name: "/", prefix: "a//" },
    { name: "b/", prefix: "a//b/" },
    { name: "c", prefix: "a//b/c" },
  ]);
});

describe("a listing", () => {
  /** A client whose first iteration fails after its last entry. */
  function failingOnce(first: ListEntry[], second: ListEntry[]): { s3: S3; starts: unknown[] } {
    const starts: unknown[] = [];
    const s3 = {
      async *list(_: string, { startAfter }: { startAfter?: string }) {
        starts.push(startAfter);
        if (starts.length > 1) return yield* second;
        yield* first;
        throw new Error("offline");
      },
    };
    return { s3: s3 as unknown as S3, starts };
  }

  test("continues after its last entry when a request failed", async () => {
    const { s3, starts } = failingOnce(ENTRIES.slice(0, 2), ENTRIES.slice(2));
    const listing = new Listing(s3, "p/");
    await assert.rejects(listing.loadPage(), /offline/);
    await listing.loadPage();
    assert.deepEqual([listing.entries, starts], [ENTRIES, [undefined, "p/a.txt"]]);
  });

  test("has a folder once when it continues after the folder", async () => {
    const { s3 } = failingOnce(ENTRIES.slice(0, 3), ENTRIES.slice(2));
    const listing = new Listing(s3, "p/");
    await assert.rejects(listing.loadPage(), /offline/);
    await listing.loadPage();
    assert.deepEqual(listing.entries, ENTRIES);
  });

  test("loads at most 1,000 entries at a time", async () => {
    const many = Array.from({ length: 1500 }, (_, index) => ({ bucket, key: `${index}`, size: 1 }));
    const { s3 } = {
      s3: {
        list: async function* () {
          yield* many;
        },
      } as unknown as S3,
    };
    const listing = new Listing(s3, "");
    await listing.loadPage();
    const first = [listing.entries.length, listing.isComplete];
    await listing.loadPage();
    assert.deepEqual(
      [first, [listing.entries.length, listing.isComplete]],
      [
        [1000, false],
        [1500, true],
      ],
    );
  });
});
