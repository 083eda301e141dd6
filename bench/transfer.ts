/*
 * Measures downloads and uploads in a page, with this package and with a bare `fetch` and XMLHttpRequest for the same
 * bytes in the same run, against the local stack: the ratios are meaningful, the speeds are not.
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
  /** The uploaded bytes. */
  var bytes: Blob;
}

/** Runs in the page. */
type Transfer = (key: string) => Promise<unknown>;

/** The first of each group is the reference for the ratios. */
const groups: Record<string, Record<string, Transfer>> = {
  // A Blob exists before the browser has copied its bytes; reading from it waits for them.
  "download to a Blob": {
    "bare fetch, read by chunks": async (key) => {
      const response = await fetch((await s3.presign(key)).url);
      const reader = (response.body as ReadableStream<Uint8Array<ArrayBuffer>>).getReader();
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
  // The time of the service for the parts, such as joining them, is in all of them.
  "upload in parts of 16 MiB": {
    "bare XMLHttpRequest": async (key) => {
      const size = 16 * 1024 * 1024;
      const start = await s3.presign({ key, method: "POST", query: { uploads: "" } });
      const started = await (await fetch(start.url, { method: "POST" })).text();
      const uploadId = /<UploadId>(.*?)</.exec(started)?.[1] ?? "";
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
      const response = await fetch(url, { method: "POST", body });
      if (!(await response.text()).includes("<ETag>"))
        throw new Error("The parts were not joined.");
    },
    "s3.upload, parts, unverified": (key) =>
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
  for (const [title, transfers] of Object.entries(groups)) await compare(page, title, transfers);
} finally {
  await browser.close();
  await stack.stop();
  site.stop();
}

/**
 * Times every transfer in each round, so that a slow moment of the machine affects all of them. The first round warms up.
 */
async function compare(
  page: Page,
  title: string,
  transfers: Record<string, Transfer>,
): Promise<void> {
  const times = new Map<string, number[]>(Object.keys(transfers).map((name) => [name, []]));
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const [name, transfer] of Object.entries(transfers)) {
      const time = await timed(page, transfer);
      if (round > 0) times.get(name)?.push(time);
    }
  }
  const medians = [...times].map(
    ([name, all]) => [name, all.sort((a, b) => a - b)[ROUNDS >> 1] ?? 0] as const,
  );
  const first = medians[0]?.[1] ?? 0;
  console.log(`\n${title} of ${MEGABYTES} MiB, median of ${ROUNDS} rounds\n`);
  for (const [name, median] of medians) {
    const speed = (MEGABYTES * 1_000) / median;
    console.log(
      `${name.padEnd(28)}${speed.toFixed(0).padStart(6)} MiB/s${(first / median).toFixed(2).padStart(8)} ×`,
    );
  }
}

/** Returns the milliseconds of a transfer, by the clock of the page. */
function timed(page: Page, transfer: Transfer): Promise<number> {
  return page.evaluate(`(async (transfer) => {
    const started = performance.now();
    await transfer(${JSON.stringify(KEY)});
    return performance.now() - started;
  })(${transfer})`);
}
