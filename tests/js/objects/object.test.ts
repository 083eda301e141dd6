import assert from "node:assert/strict";
import { test } from "node:test";
import { deleteObject } from "../../../js/objects/delete.ts";
import { head } from "../../../js/objects/head.ts";
import { errorResponse, fakeService } from "../support/fake-service.ts";

test("head tells what a HEAD's headers say", async () => {
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

test("a HEAD of an object that is not there is NotFound", async () => {
  const { environment, responses, requests } = fakeService();
  responses.push(() => new Response(null, { status: 404 }));
  await assert.rejects(head(environment, "a"), { code: "NotFound", status: 404 });
  assert.equal(requests.length, 1);
});

for (const status of [202, 204, 226]) {
  test(`a HEAD that is answered with ${status} describes no object`, async () => {
    const { environment, responses } = fakeService();
    responses.push(() => new Response(null, { status, headers: { etag: '"e"' } }));
    await assert.rejects(head(environment, "a"), { code: "UnreadableReply" });
  });
}

test("the reason of a refused HEAD is asked for by a GET of one byte", async () => {
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

test("a HEAD refused for its credentials is mended by the hook", async () => {
  const service = fakeService();
  service.responses.push(
    () => new Response(null, { status: 400 }),
    errorResponse(400, "ExpiredToken"),
    () => new Response(null, { headers: { "content-length": "7" } }),
  );
  assert.equal((await head(service.environment, "a")).size, 7);
  assert.equal(service.rejections.length, 1);
});

test("a HEAD that is refused where a GET is not is Forbidden", async () => {
  const { environment, responses } = fakeService();
  responses.push(
    () => new Response(null, { status: 403 }),
    () => new Response("x"),
  );
  await assert.rejects(head(environment, "a"), { code: "Forbidden" });
});

test("head is tried again after a 5xx", async () => {
  const { environment, responses, time } = fakeService();
  responses.push(
    () => new Response(null, { status: 500 }),
    () => new Response(null, { headers: { "content-length": "1" } }),
  );
  assert.equal((await time.until(head(environment, "a"))).size, 1);
});

test("delete sends a DELETE and gives nothing", async () => {
  const { environment, responses, requests } = fakeService();
  responses.push(() => new Response(null, { status: 204 }));
  assert.equal(await deleteObject(environment, "a"), undefined);
  assert.equal(requests[0]?.method, "DELETE");
});

test("a delete that is refused is an error", async () => {
  const { environment, responses } = fakeService();
  responses.push(errorResponse(403, "AccessDenied"));
  await assert.rejects(deleteObject(environment, "a"), { code: "AccessDenied" });
});
