import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { wrapResponse } from "../../../js/integrations/service-worker-response.ts";

/** Returns the wrapped response to a request of this destination, with a body that has one byte and no end. */
function endless(destination: string): Promise<Response> {
  let isCancelled = false;
  const body = new ReadableStream({
    start: (controller) => controller.enqueue(new Uint8Array(1)),
    cancel: () => {
      isCancelled = true;
    },
  });
  const headers = { "content-range": "bytes 0-99/100", "content-type": "video/webm" };
  const request = { destination, method: "GET", headers: new Headers() } as Request;
  const response = new Response(body, { status: 206, headers });
  const url = "https://b.s3.test/key";
  return wrapResponse(response, {
    request,
    url,
    allowScripts: false,
    sizeOf: async () => 100,
  }).then((wrapped) => Object.assign(wrapped, { isCancelled: () => isCancelled }));
}

test("a player's response ends after 20 seconds, and the request to S3 is cancelled", async (context) => {
  mock.timers.enable({ apis: ["setTimeout"] });
  context.after(() => mock.timers.reset());
  const response = (await endless("video")) as Response & { isCancelled(): boolean };
  const reader = response.body?.getReader();
  assert.equal((await reader?.read())?.value?.length, 1);
  mock.timers.tick(20_000);
  assert.equal((await reader?.read())?.done, true);
  await new Promise(setImmediate);
  assert.ok(response.isCancelled());
});

test("another response does not end early", async (context) => {
  mock.timers.enable({ apis: ["setTimeout"] });
  context.after(() => mock.timers.reset());
  const reader = (await endless("image")).body?.getReader();
  await reader?.read();
  mock.timers.tick(60_000);
  const pending = new Promise((resolve) => setImmediate(resolve, "pending"));
  assert.equal(await Promise.race([reader?.read(), pending]), "pending");
});
