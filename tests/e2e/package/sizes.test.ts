import assert from "node:assert/strict";
import { test } from "node:test";
import { packageSession } from "../package-session.ts";

const session = packageSession();

/** Returns the status of a PUT of each body to a URL that is signed for five bytes. */
async function statusesOf(api: "fetch" | "xhr", bodies: string[]): Promise<number[]> {
  await session.openConnected("key");
  return session.tab.page.evaluate(
    async ({ api, bodies }) => {
      const { url, headers } = await globalThis.s3.presign({
        key: `sizes/${api}`,
        method: "PUT",
        headers: { "Content-Length": "5", "Content-Type": "text/plain" },
      });
      const byFetch = async (body: string) =>
        (await fetch(url, { method: "PUT", headers, body: new Blob([body]) })).status;
      const byXhr = (body: string) =>
        new Promise<number>((resolve) => {
          const request = new XMLHttpRequest();
          request.open("PUT", url);
          for (const [name, value] of Object.entries(headers)) {
            request.setRequestHeader(name, value);
          }
          request.onloadend = () => resolve(request.status);
          request.send(new Blob([body]));
        });
      const statuses: number[] = [];
      for (const body of bodies) {
        statuses.push(await (api === "fetch" ? byFetch(body) : byXhr(body)));
      }
      return statuses;
    },
    { api, bodies },
  );
}

for (const api of ["fetch", "xhr"] as const) {
  test(`${api} sends the signed Content-Length, and a body of another size is rejected`, async () => {
    assert.deepEqual(await statusesOf(api, ["hello", "hell", "hello!", ""]), [200, 403, 403, 403]);
  });
}
