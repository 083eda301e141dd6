import assert from "node:assert/strict";
import { test } from "node:test";
import { deleteObject } from "../../../js/objects/delete.ts";
import { head } from "../../../js/objects/head.ts";
import { errorResponse, fakeService } from "../support/fake-service.ts";

test("head returns the headers of a HEAD", async () => {
  const { environment, responses, signed } = fakeService();
  responses.push(
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

test("a HEAD of a missing object fails with NotFound", async () => {
  const { environment, responses, requests } = fakeService();
  responses.push(() => new Response(null, { status: 404 }));
  await assert.rejects(head(environment, "a"), { code: "NotFound", status: 404 });
  assert.equal(requests.length, 1);
});

for (const status of [202, 204, 226]) {
  test(`a HEAD with status ${status} is an error`, async () => {
    const { environment, responses } = fakeService();
    responses.push(() => new Response(null, { status, headers: { etag: '"e"' } }));
    await assert.rejects(head(environment, "a"), { code: "UnreadableReply" });
  });
}

test("a GET of one byte gets the reason of a rejected HEAD", async () => {
  const { environment, responses, requests } = fakeService();
  responses.push(() => new Response(null, { status: 403 }), errorResponse(403, "AccessDenied"));
  await assert.rejects(head(environment, "a"), { code: "AccessDenied" });
  assert.deepEqual(
    requests.map(({ method, headers }) => [method, headers.get("range")]),
    [
      ["HEAD", null],
      ["GET", "bytes=0-0"],
    ],
  );
});

test("a HEAD with rejected credentials succeeds after they are renewed", async () => {
  const service = fakeService();
  service.responses.push(
    () => new Response(null, { status: 400 }),
    errorResponse(400, "ExpiredToken"),
    () => new Response(null, { headers: { "content-length": "7" } }),
  );
  assert.equal((await head(service.environment, "a")).size, 7);
  assert.equal(service.rejections.length, 1);
});

test("a HEAD that is rejected while a GET succeeds fails with Forbidden", async () => {
  const { environment, responses } = fakeService();
  responses.push(
    () => new Response(null, { status: 403 }),
    () => new Response("x"),
  );
  await assert.rejects(head(environment, "a"), { code: "Forbidden" });
});

test("head is retried after a 5xx", async () => {
  const { environment, responses, time } = fakeService();
  responses.push(
    () => new Response(null, { status: 500 }),
    () => new Response(null, { headers: { "content-length": "1" } }),
  );
  assert.equal((await time.until(head(environment, "a"))).size, 1);
});

test("delete sends a DELETE and returns nothing", async () => {
  const { environment, responses, requests } = fakeService();
  responses.push(() => new Response(null, { status: 204 }));
  assert.equal(await deleteObject(environment, "a"), undefined);
  assert.equal(requests[0]?.method, "DELETE");
});

test("a rejected delete is an error", async () => {
  const { environment, responses } = fakeService();
  responses.push(errorResponse(403, "AccessDenied"));
  await assert.rejects(deleteObject(environment, "a"), { code: "AccessDenied" });
});
