import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { beforeEach, describe, test } from "node:test";
import { type WorkerSession, workerSession } from "../service-worker/worker-session.ts";

const HELLO = "Hello from your own S3.\n";

/** A red picture of 4 by 3 pixels. */
const PICTURE = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAQAAAADCAIAAAA7ljmRAAAAEElEQVR4nGP4z8AARwzEcQCukw/x0F8jngAAAABJRU5ErkJggg==",
  "base64",
);
const DRAWING = `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"><rect width="9" height="9"/></svg>`;
const SCRIPT = `localStorage.setItem("stolen", "yes"); document.title = "run"`;
const HTML = `<!doctype html><title>Stored</title><link rel="stylesheet" href="style.css">
<body><p>Text<script>${SCRIPT}</script>`;
const XHTML = `<html xmlns="http://www.w3.org/1999/xhtml"><body><script>${SCRIPT}</script></body></html>`;
const VIDEO = new URL("../samples/video.webm", import.meta.url);

/** The rule of a bucket that lets a page read, and exposes no header. */
const BARE_CORS = [
  {
    allowedOrigins: ["*"],
    allowedMethods: ["GET", "HEAD"],
    allowedHeaders: ["*"],
    exposeHeaders: [],
  },
];

const session = workerSession(async ({ put }: WorkerSession) => {
  await put("site/picture.png", PICTURE, "image/png");
  await put("site/drawing.svg", DRAWING, "image/svg+xml");
  await put(
    "site/style.css",
    `p { background: url("drawing.svg"); color: rgb(1, 2, 3) }`,
    "text/css",
  );
  await put("site/page.html", HTML, "text/html");
  await put("site/page.xhtml", XHTML, "application/xhtml+xml");
  await put(
    "site/page.svg",
    DRAWING.replace("/>", `/><script>${SCRIPT}</script>`),
    "image/svg+xml",
  );
  await put("video.webm", await readFile(VIDEO), "video/webm");
  await put("a b+c%25/ü.txt", "odd key", "text/plain");
});

describe("a page", () => {
  beforeEach(() => session.share());

  test("draws an image of the bucket, and may read its pixels", async () => {
    const pixel = await session.page.evaluate(async () => {
      const image = Object.assign(new Image(), { src: "/files/site/picture.png" });
      await image.decode();
      const context = document.createElement("canvas").getContext("2d");
      context?.drawImage(image, 0, 0);
      return [image.naturalWidth, ...(context?.getImageData(1, 1, 1, 1).data ?? [])];
    });
    assert.deepEqual(pixel, [4, 255, 0, 0, 255]);
  });

  test("uses a stored style sheet, whose relative addresses resolve below `at`", async () => {
    const background = await session.page.evaluate(async () => {
      document.body.innerHTML = `<p>Text`;
      const link = Object.assign(document.createElement("link"), { rel: "stylesheet" });
      const loaded = new Promise((resolve) => link.addEventListener("load", resolve));
      link.href = "/files/site/style.css";
      document.head.append(link);
      await loaded;
      return getComputedStyle(document.querySelector("p") as Element).backgroundImage;
    });
    assert.equal(background, `url("${session.site.url}files/site/drawing.svg")`);
    await session.page.waitForFunction(() =>
      performance.getEntriesByType("resource").some(({ name }) => name.endsWith("/drawing.svg")),
    );
    assert.deepEqual(await session.requestsFor("site/drawing.svg"), ["GET 200"]);
  });

  test("sees its own address as that of the object, not the presigned URL", async () => {
    const { url, status, text } = await session.fetch("/files/hello.txt");
    assert.deepEqual([status, url, text], [200, `${session.site.url}files/hello.txt`, HELLO]);
  });

  test("gets the object whose key is the path, decoded once", async () => {
    const { text } = await session.fetch("/files/a%20b+c%2525/%C3%BC.txt?v=3");
    assert.equal(text, "odd key");
  });

  test("sends HEAD requests", async () => {
    const { status, headers, text } = await session.fetch("/files/hello.txt", { method: "HEAD" });
    assert.deepEqual([status, headers["content-length"], text], [200, "24", ""]);
    assert.deepEqual(await session.requestsFor("hello.txt"), ["HEAD 200"]);
  });

  test("sends conditional requests", async () => {
    const { headers } = await session.fetch("/files/hello.txt");
    const etag = headers["etag"] ?? "";
    const unchanged = await session.fetch("/files/hello.txt", {
      headers: { "if-none-match": etag },
    });
    const changed = await session.fetch("/files/hello.txt", { headers: { "if-match": '"other"' } });
    assert.deepEqual([unchanged.status, changed.status], [304, 412]);
    assert.deepEqual(await session.requestsFor("hello.txt"), ["GET 200", "GET 304", "GET 412"]);
  });

  test("posts to the site's server, not to the bucket", async () => {
    const { status, text } = await session.fetch("/files/hello.txt", { method: "POST" });
    assert.deepEqual([status, text], [404, "No such page."]);
  });

  test("cancels a request to S3 with its own", async () => {
    await session.stack.addFaults({
      key: "sample-8mb.bin",
      effect: { type: "stall", after: 65_536 },
    });
    const name = await session.page.evaluate(async () => {
      const controller = new AbortController();
      const { body } = await fetch("/files/sample-8mb.bin", { signal: controller.signal });
      const reader = body?.getReader();
      await reader?.read();
      controller.abort();
      return reader?.closed.then(
        () => "closed",
        ({ name }) => name,
      );
    });
    assert.equal(name, "AbortError");
  });
});

describe("a part of an object", () => {
  const ranges = (headers: Record<string, string>) =>
    session.fetch("/files/hello.txt", { headers });

  test("is fetched as a part", async () => {
    await session.share();
    const { status, text, headers } = await ranges({ range: "bytes=6-9" });
    assert.deepEqual([status, text, headers["content-range"]], [206, "from", "bytes 6-9/24"]);
    assert.deepEqual(await session.requestsFor("hello.txt"), ["GET 206"]);
  });

  for (const [range, expected] of [
    ["bytes=6-", "bytes 6-23/24"],
    ["bytes=6-99", "bytes 6-23/24"],
    ["bytes=6-9", "bytes 6-9/24"],
    ["bytes=-4", "bytes 20-23/24"],
  ] as const) {
    test(`has a Content-Range for ${range}, although CORS hides that of S3`, async () => {
      await session.share();
      await session.stack.changeSettings({ cors: BARE_CORS });
      const { headers } = await ranges({ range });
      assert.equal(headers["content-range"], expected);
    });
  }

  test("that is past the end has a readable error", async () => {
    await session.share();
    const { status, text } = await ranges({ range: "bytes=99-" });
    assert.equal(status, 416);
    assert.match(text, /^416 InvalidRange\n/);
  });
});

describe("a video", () => {
  /** Plays the video until it can be sought, seeks behind the loaded part, and returns the frame there. */
  const play = () =>
    session.page.evaluate(async () => {
      const video = Object.assign(document.createElement("video"), { muted: true });
      const until = (name: string) =>
        new Promise((resolve, reject) => {
          video.addEventListener(name, resolve, { once: true });
          video.addEventListener("error", () => reject(new Error(video.error?.message)));
        });
      const canPlay = until("canplay");
      video.src = "/files/video.webm";
      document.body.append(video);
      await canPlay;
      const seeked = until("seeked");
      video.currentTime = 50;
      await seeked;
      const playing = until("timeupdate");
      await video.play();
      await playing;
      const { duration, currentTime, videoWidth } = video;
      return { duration, isSought: currentTime >= 50, videoWidth };
    });

  /** Stops the body of the first response, so that the browser has to request what it seeks. */
  const stallFirst = () =>
    session.stack.addFaults({ key: "video.webm", effect: { type: "stall", after: 100_000 } });

  for (const redirect of [false, true]) {
    test(`is played and sought by ranges, with redirect: ${redirect}`, async () => {
      await session.open({ options: { at: "/files/", redirect } });
      await stallFirst();
      assert.deepEqual(await play(), { duration: 60, isSought: true, videoWidth: 160 });
      const requests = await session.requestsFor("video.webm");
      assert.ok(requests.length >= 2 && requests.every((it) => it === "GET 206"), `${requests}`);
    });
  }

  test("is played and sought if CORS exposes no header", async () => {
    await session.share();
    await session.stack.changeSettings({ cors: BARE_CORS });
    await stallFirst();
    assert.deepEqual(await play(), { duration: 60, isSought: true, videoWidth: 160 });
    const { ranges } = await session.state();
    const offsets = ranges.filter(({ path }) => path.endsWith("webm")).map(({ range }) => range);
    assert.ok(offsets.length >= 2 && offsets[0] === "bytes=0-", `${offsets}`);
  });
});

describe("a download", () => {
  const NAME = "Grüße 日本.txt";
  const QUERY = `download=${encodeURIComponent(NAME)}`;

  test("is saved under the name in its address, in any script", async () => {
    await session.share();
    const [download] = await Promise.all([
      session.page.waitForEvent("download"),
      session.page.evaluate((query) => {
        const link = Object.assign(document.createElement("a"), {
          href: `/files/hello.txt?${query}`,
        });
        document.body.append(link);
        link.click();
      }, QUERY),
    ]);
    assert.equal(download.suggestedFilename(), NAME);
    assert.equal(await readFile(await download.path(), "utf8"), HELLO);
  });

  test("has the name in its Content-Disposition, although CORS hides that of S3", async () => {
    await session.share();
    await session.stack.changeSettings({ cors: BARE_CORS });
    const { headers } = await session.fetch(`/files/hello.txt?${QUERY}`);
    const encoded = encodeURIComponent(NAME);
    assert.match(
      headers["content-disposition"] ?? "",
      /^attachment; filename="[ -~]+"; filename\*=/,
    );
    assert.ok(headers["content-disposition"]?.endsWith(`UTF-8''${encoded}`));
  });

  test("without a name is saved under the last part of its key", async () => {
    await session.share();
    const { headers } = await session.fetch("/files/site/page.html?download");
    assert.match(headers["content-disposition"] ?? "", /^attachment; filename="page.html"/);
  });
});

describe("a stored document", () => {
  const open = async (path: string, options = {}) => {
    await session.open({ options: { at: "/files/", ...options } });
    const page = await session.openTab(path);
    return page.evaluate(() => localStorage.getItem("stolen"));
  };

  for (const path of ["site/page.html", "site/page.svg", "site/page.xhtml"]) {
    test(`does not run its script: ${path}`, async () => {
      assert.equal(await open(`files/${path}`), null);
    });
  }

  test("is styled by a style sheet beside it", async () => {
    await open("files/site/page.html");
    const color = await session.page.evaluate(
      () => getComputedStyle(document.querySelector("p") as Element).color,
    );
    assert.equal(color, "rgb(1, 2, 3)");
  });

  test("runs its script with allowScripts", async () => {
    assert.equal(await open("files/site/page.html", { allowScripts: true }), "yes");
  });

  test("is no page of the site with redirect", async () => {
    await session.open({ options: { at: "/files/", redirect: true } });
    const { origin } = new URL(session.stack.ready.s3);
    const page = await session.openTab("files/site/page.html");
    assert.equal(new URL(page.url()).origin, origin);
  });
});

describe("an error", () => {
  test("of a missing object is S3's status with a short text", async () => {
    await session.share();
    const { status, headers, text } = await session.fetch("/files/none.txt");
    assert.deepEqual([status, text], [404, "404 NoSuchKey\nThe specified key does not exist.\n"]);
    assert.deepEqual(headers, {
      "cache-control": "no-store",
      "content-type": "text/plain; charset=utf-8",
      "x-content-type-options": "nosniff",
    });
  });

  test("to HEAD has no text", async () => {
    await session.share();
    const { status, text } = await session.fetch("/files/none.txt", { method: "HEAD" });
    assert.deepEqual([status, text], [404, ""]);
  });

  test("of denied access has S3's code and message, and no secret", async () => {
    await session.share();
    const token = "A1b2".repeat(20);
    const effect = { type: "error", status: 403, code: "AccessDenied", message: `No ${token}` };
    await session.stack.addFaults({ key: "hello.txt", effect });
    const { status, text } = await session.fetch("/files/hello.txt");
    assert.deepEqual([status, text], [403, "403 AccessDenied\nNo …\n"]);
  });

  test("of an address with a malformed escape is reported without a request", async () => {
    await session.share();
    const { status, text } = await session.fetch("/files/%E4.txt");
    assert.deepEqual([status, text.split("\n")[0]], [400, "400 InvalidKey"]);
  });

  for (const path of ["/files/", "/files/a%2F..%2Fb"]) {
    test(`of an address that names no object: ${path}`, async () => {
      await session.share();
      assert.equal((await session.fetch(path)).status, 404);
      assert.deepEqual(await session.requestsFor(""), []);
    });
  }

  test("of credentials that are refused is 401 with the code of the service", async () => {
    await session.open();
    await session.stack.changeSettings({ guestAccess: false });
    const { status, text } = await session.fetch("/files/hello.txt");
    assert.equal(status, 401);
    assert.match(text, /^401 NotAuthorizedException\n/);
  });

  test("of an unreachable service is 502 with a hint", async () => {
    const { region, bucket } = session.stack.ready;
    await session.open({ s3: { region, bucket, endpoint: "http://127.0.0.1:9" } });
    const { status, text } = await session.fetch("/files/hello.txt");
    assert.equal(status, 502);
    assert.match(text, /^502 NetworkOrCors\n.+\n.+CORS rules\.\n$/);
  });
});

describe("a worker", () => {
  test("serves keys with a prefix", async () => {
    await session.open({ options: { at: "/files/", prefix: "site/" } });
    assert.equal((await session.fetch("/files/drawing.svg")).text, DRAWING);
  });

  test("whose scope does not cover `at` reports that option", async () => {
    await session.open({ options: { at: "/files/" } });
    const error = await session.page.evaluate(async () => {
      const script = navigator.serviceWorker.controller?.scriptURL ?? "";
      const { installing } = await navigator.serviceWorker.register(script, { scope: "/app/" });
      const { port1, port2 } = new MessageChannel();
      return new Promise<unknown>((resolve) => {
        port1.onmessage = ({ data }) => resolve(data.error);
        installing?.postMessage("state", [port2]);
      });
    });
    assert.deepEqual(error, {
      field: "at",
      message: `\`at\` must be within the scope of this service worker; got "/files/", and the scope is ${session.site.url}app/.`,
    });
  });

  test("redirects to a presigned URL that is valid as long as it should be", async () => {
    await session.open({ options: { at: "/files/", redirect: true, expiresIn: 7_200 } });
    const { url, text } = await session.fetch("/files/hello.txt");
    const seconds = Number(new URL(url).searchParams.get("X-Amz-Expires"));
    assert.ok(seconds >= 7_200 && seconds <= 8_100, String(seconds));
    assert.equal(text, HELLO);
  });
});
