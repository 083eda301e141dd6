import assert from "node:assert/strict";
import { test } from "node:test";
import { packageVisits } from "../package-visit.ts";

const visit = packageVisits();

/** The status of a PUT of each body to a URL that is signed for five bytes, by the page's own means. */
async function statusesOf(means: "fetch" | "xhr", bodies: string[]): Promise<number[]> {
  await visit.open();
  await visit.bare.connect(visit.stack, "key");
  return visit.bare.page.evaluate(
    async ({ means, bodies }) => {
      const { url, headers } = await globalThis.s3.presign({
        key: `sizes/${means}`,
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
        statuses.push(await (means === "fetch" ? byFetch(body) : byXhr(body)));
      }
      return statuses;
    },
    { means, bodies },
  );
}

for (const means of ["fetch", "xhr"] as const) {
  test(`a browser's ${means} sends the signed Content-Length by itself, and a body of another size is refused`, async () => {
    assert.deepEqual(
      await statusesOf(means, ["hello", "hell", "hello!", ""]),
      [200, 403, 403, 403],
    );
  });
}
