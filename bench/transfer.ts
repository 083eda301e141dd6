/**
 * How fast a page moves bytes with this package, beside a bare `fetch` and a bare XMLHttpRequest that move
 * the same bytes in the same run, against the local stack: read the ratios, not the times.
 *
 * `npm run bench:transfer`, after `npm run build` and `cargo build --package s3-signpost-stack`.
 */
import type { Page } from "playwright-core";
import { startBrowser } from "../tests/e2e/browser.ts";
import { PackageSite, PackageTab } from "../tests/e2e/package-tab.ts";
import { startStack } from "../tests/e2e/stack.ts";

const MEGABYTES = 64;
const ROUNDS = 9;
const KEY = "bench/bytes.bin";

declare global {
  /** What goes up. */
  var bytes: Blob;
}

/** Each runs in the page. */
type Way = (key: string) => Promise<unknown>;

/** The first of each group is what the others are measured by. */
const groups: Record<string, Record<string, Way>> = {
  // A Blob is made before the browser has taken over its bytes: reading from it waits for that.
  "download to a Blob": {
    "bare fetch, read by chunks": async (key) => {
      const reply = await fetch((await s3.presign(key)).url);
      const reader = (reply.body as ReadableStream<Uint8Array<ArrayBuffer>>).getReader();
      const chunks: Uint8Array<ArrayBuffer>[] = [];
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return new Blob(chunks).slice(0, 1).arrayBuffer();
        chunks.push(value);
      }
    },
    "bare fetch, blob()": async (key) => {
      const blob = await (await fetch((await s3.presign(key)).url)).blob();
      return blob.slice(0, 1).arrayBuffer();
    },
    "s3.download, unverified": async (key) => {
      const { blob } = await s3.download(key, { verify: false });
      return blob?.slice(0, 1).arrayBuffer();
    },
    "s3.download, CRC64NVME": async (key) => {
      const { blob } = await s3.download(key, { verify: true });
      return blob?.slice(0, 1).arrayBuffer();
    },
  },
  "upload by PUT": {
    "bare XMLHttpRequest": async (key) => {
      const { url } = await s3.presign({ key, method: "PUT" });
      await new Promise((resolve, reject) => {
        const xhr = new XMLHttpRequest();
        xhr.open("PUT", url);
        xhr.onload = resolve;
        xhr.onerror = reject;
        xhr.send(bytes);
      });
    },
    "bare fetch": async (key) =>
      fetch((await s3.presign({ key, method: "PUT" })).url, { method: "PUT", body: bytes }),
    "s3.upload, put": (key) => s3.upload(bytes, { key, via: "put" }),
    "s3.upload, put, CRC32": (key) => s3.upload(bytes, { key, via: "put", checksum: "CRC32" }),
  },
  // What parts cost the service itself, such as putting them together, is in both.
  "upload in parts of 16 MiB": {
    "bare XMLHttpRequest": async (key) => {
      const size = 16 * 1024 * 1024;
      const begin = await s3.presign({ key, method: "POST", query: { uploads: "" } });
      const begun = await (await fetch(begin.url, { method: "POST" })).text();
      const uploadId = /<UploadId>(.*?)</.exec(begun)?.[1] ?? "";
      const send = async (index: number) => {
        const query = { partNumber: String(index + 1), uploadId };
        const { url } = await s3.presign({ key, method: "PUT", query });
        return new Promise<string | null>((resolve, reject) => {
          const xhr = new XMLHttpRequest();
          xhr.open("PUT", url);
          xhr.onload = () => resolve(xhr.getResponseHeader("etag"));
          xhr.onerror = reject;
          xhr.send(bytes.slice(index * size, (index + 1) * size));
        });
      };
      const count = Math.ceil(bytes.size / size);
      const etags = await Promise.all(Array.from({ length: count }, (_, index) => send(index)));
      const parts = etags.map(
        (etag, index) => `<Part><PartNumber>${index + 1}</PartNumber><ETag>${etag}</ETag></Part>`,
      );
      const body = `<CompleteMultipartUpload>${parts.join("")}</CompleteMultipartUpload>`;
      const { url } = await s3.presign({ key, method: "POST", query: { uploadId } });
      const reply = await fetch(url, { method: "POST", body });
      if (!(await reply.text()).includes("<ETag>")) throw new Error("It was not put together.");
    },
    "s3.upload, parts, unsummed": (key) =>
      s3.upload(bytes, { key, via: "multipart", checksum: false }),
    "s3.upload, parts, CRC64NVME": (key) => s3.upload(bytes, { key, via: "multipart" }),
    "s3.upload, parts, SHA256": (key) =>
      s3.upload(bytes, { key, via: "multipart", checksum: "SHA256" }),
  },
  "upload by form POST": {
    "bare XMLHttpRequest": async (key) => {
      const form = await s3.presignPost({ key });
      await new Promise((resolve, reject) => {
        const xhr = new XMLHttpRequest();
        xhr.open("POST", form.url);
        xhr.onload = resolve;
        xhr.onerror = reject;
        xhr.send(form.toFormData(bytes));
      });
    },
    "s3.upload, post": (key) => s3.upload(bytes, { key, via: "post" }),
    "s3.upload, post, CRC32": (key) => s3.upload(bytes, { key, via: "post", checksum: "CRC32" }),
  },
};

const [browser, stack, site] = await Promise.all([
  startBrowser(),
  startStack(),
  PackageSite.start(),
]);
try {
  const bare = await PackageTab.open(browser, site);
  const { page } = bare;
  await bare.connect(stack, "key");
  await page.evaluate(
    async ([key, size]) => {
      globalThis.bytes = new Blob([new Uint8Array(size).fill(47)]);
      await s3.upload(bytes, { key, via: "put" });
    },
    [KEY, MEGABYTES * 1024 * 1024] as const,
  );
  for (const [what, ways] of Object.entries(groups)) await compare(page, what, ways);
} finally {
  await browser.close();
  await stack.stop();
  site.stop();
}

/** Round by round in turn, so that a slow moment of the machine falls on all of them. The first is warm-up. */
async function compare(page: Page, what: string, ways: Record<string, Way>): Promise<void> {
  const times = new Map<string, number[]>(Object.keys(ways).map((name) => [name, []]));
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const [name, way] of Object.entries(ways)) {
      const time = await timed(page, way);
      if (round > 0) times.get(name)?.push(time);
    }
  }
  const medians = [...times].map(
    ([name, all]) => [name, all.sort((a, b) => a - b)[ROUNDS >> 1] ?? 0] as const,
  );
  const first = medians[0]?.[1] ?? 0;
  console.log(`\n${what} of ${MEGABYTES} MiB, median of ${ROUNDS} rounds\n`);
  for (const [name, median] of medians) {
    const speed = (MEGABYTES * 1_000) / median;
    console.log(
      `${name.padEnd(28)}${speed.toFixed(0).padStart(6)} MiB/s${(first / median).toFixed(2).padStart(8)} ×`,
    );
  }
}

/** Milliseconds, by the page's own clock; what came stays there. */
function timed(page: Page, way: Way): Promise<number> {
  return page.evaluate(`(async (way) => {
    const begun = performance.now();
    await way(${JSON.stringify(KEY)});
    return performance.now() - begun;
  })(${way})`);
}
