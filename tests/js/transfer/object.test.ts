import assert from "node:assert/strict";
import { test } from "node:test";
import { deleteObject } from "../../../js/transfer/delete.ts";
import { head } from "../../../js/transfer/head.ts";
import { refuse, world } from "./support/world.ts";

test("head tells what a HEAD's headers say", async () => {
  const { environment, answers, signed } = world();
  answers.push(
    () =>
      new Response(null, {
        headers: { "content-length": "1234", etag: '"e"', "x-amz-meta-a": "b" },
      }),
  );
  assert.deepEqual(await head(environment, "a", { versionId: "v" }), {
    bucket: "photos",
    key: "a",
    size: 1234,
    etag: '"e"',
    metadata: { a: "b" },
  });
  assert.deepEqual(signed, [
    { bucket: "photos", key: "a", method: "HEAD", query: { versionId: "v" } },
  ]);
});

for (const [status, code] of [
  [404, "NotFound"],
  [403, "Forbidden"],
] as const) {
  test(`a HEAD answered with ${status}, which has no body, is ${code}`, async () => {
    const { environment, answers } = world();
    answers.push(() => new Response(null, { status }));
    await assert.rejects(head(environment, "a"), { code, status });
  });
}

test("head is tried again after a 5xx", async () => {
  const { environment, answers, time } = world();
  answers.push(
    () => new Response(null, { status: 500 }),
    () => new Response(null, { headers: { "content-length": "1" } }),
  );
  assert.equal((await time.until(head(environment, "a"))).size, 1);
});

test("delete sends a DELETE and gives nothing", async () => {
  const { environment, answers, requests } = world();
  answers.push(() => new Response(null, { status: 204 }));
  assert.equal(await deleteObject(environment, "a"), undefined);
  assert.equal(requests[0]?.method, "DELETE");
});

test("a delete that is refused is an error", async () => {
  const { environment, answers } = world();
  answers.push(refuse(403, "AccessDenied"));
  await assert.rejects(deleteObject(environment, "a"), { code: "AccessDenied" });
});
