import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { sampleBytes } from "../sample-bytes.ts";
import { pageSession } from "./page-session.ts";
import { previewObject, put } from "./transfer-steps.ts";

const session = pageSession();

/** A PNG of one pixel. */
const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

/** Waits for an element of the preview, and returns a value of it. */
async function shown<T>(selector: string, read: (element: HTMLElement) => T): Promise<T> {
  const element = session.driver.page.locator(`#preview ${selector}`);
  await element.waitFor({ state: "attached" });
  return element.evaluate(read as never);
}

/** Returns a WAV file of silence. */
function wav(samples: number): Uint8Array {
  const file = Buffer.alloc(44 + samples, 0x80);
  file.write("RIFF", 0);
  file.writeUInt32LE(36 + samples, 4);
  file.write("WAVEfmt ", 8);
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(8000, 24);
  file.writeUInt32LE(8000, 28);
  file.writeUInt16LE(1, 32);
  file.writeUInt16LE(8, 34);
  file.write("data", 36);
  file.writeUInt32LE(samples, 40);
  return file;
}

describe("the preview", () => {
  test("of an image shows it, with its size and type", async () => {
    await previewObject(session, "preview/a.png", PNG, "image/png");
    const width = await shown("img", async (image) => {
      await (image as HTMLImageElement).decode();
      return (image as HTMLImageElement).naturalWidth;
    });
    const facts = await session.driver.page.locator("#download-facts").innerText();
    assert.equal(width, 1);
    assert.match(facts, new RegExp(`${PNG.length} bytes.*image/png`, "s"));
  });

  test("of an SVG is an image, whose scripts do not run", async () => {
    const svg =
      '<svg xmlns="http://www.w3.org/2000/svg" width="7" height="7"><script>top.document.title = "ran"</script></svg>';
    await previewObject(session, "preview/a.svg", svg, "image/svg+xml");
    await shown("img", (image) => (image as HTMLImageElement).decode());
    assert.notEqual(await session.driver.page.title(), "ran");
  });

  test("of HTML is its text", async () => {
    const html = "<script>document.title = 'ran'</script><h1>Hello</h1>";
    await previewObject(session, "preview/a.html", html, "text/html");
    assert.equal(await shown("pre", ({ textContent }) => textContent), html);
  });

  test("of a long text requests and shows only its first 4,000 bytes, without half a character", async () => {
    await previewObject(
      session,
      "preview/long.txt",
      "é".repeat(1_999) + "a".repeat(1) + "é".repeat(90_000),
      "text/plain",
    );
    const text = await shown("pre", ({ textContent }) => textContent);
    assert.equal(text, `${"é".repeat(1_999)}a`);
    await session.driver.page.getByText("The first 4.0 kB.").waitFor();
  });

  test("of audio plays it by a link", async () => {
    await previewObject(session, "preview/a.wav", wav(8000), "audio/wav");
    const source = session.driver.page.locator("#preview audio");
    const duration = await source.evaluate(async (player) => {
      const audio = player as HTMLAudioElement;
      if (audio.readyState === 0) {
        await new Promise((resolve) => audio.addEventListener("loadedmetadata", resolve));
      }
      return audio.duration;
    });
    assert.equal(duration, 1);
  });

  test("of a video plays it by a link", async () => {
    const recorded = await session.driver.page.evaluate(async () => {
      const canvas = document.createElement("canvas");
      canvas.width = 32;
      canvas.height = 16;
      const context = canvas.getContext("2d") as CanvasRenderingContext2D;
      const recorder = new MediaRecorder(canvas.captureStream(), { mimeType: "video/webm" });
      const data = new Promise<Blob>((resolve) => {
        recorder.addEventListener("dataavailable", (event) => resolve(event.data));
      });
      recorder.start();
      for (let frame = 0; frame < 5; frame += 1) {
        context.fillRect(frame, 0, 1, 1);
        await new Promise(requestAnimationFrame);
      }
      recorder.stop();
      return Array.from(new Uint8Array(await (await data).arrayBuffer()));
    });
    await previewObject(session, "preview/a.webm", Uint8Array.from(recorded), "video/webm");
    const width = await session.driver.page.locator("#preview video").evaluate(async (player) => {
      const video = player as HTMLVideoElement;
      if (video.readyState === 0) {
        await new Promise((resolve) => video.addEventListener("loadedmetadata", resolve));
      }
      return video.videoWidth;
    });
    assert.equal(width, 32);
  });

  test("of a PDF says that the browser has no viewer, if it has none", async () => {
    await session.driver.page.addInitScript(() =>
      Object.defineProperty(Navigator.prototype, "pdfViewerEnabled", { get: () => false }),
    );
    await session.driver.page.reload();
    await session.driver.guestButton.waitFor();
    await previewObject(session, "preview/a.pdf", "%PDF-1.4\n%%EOF", "application/pdf");
    await session.driver.page.getByText("This browser shows no PDF in a page.").waitFor();
  });

  test("of bytes that are no image says so", async () => {
    await previewObject(session, "preview/bad.png", sampleBytes(100), "image/png");
    await session.driver.page.getByText(/its bytes are not of its type/).waitFor();
  });

  test("of an image that is too large names the maximum, and loads nothing", async () => {
    await put(session, "preview/large.png", Uint8Array.from(PNG), "image/png");
    await session.fillIn("hello.txt");
    await session.driver.open("Transfer");
    await session.driver.page.route(/large\.png/, async (route) => {
      const response = await route.fetch();
      await route.fulfill({
        response,
        headers: { ...response.headers(), "content-length": "20000001" },
      });
    });
    await session.stack.clearRequests();
    await session.driver.field("Object key").fill("preview/large.png");
    await session.driver.button("Preview").click();
    await session.driver.page
      .getByText("Objects of this type have a preview up to 20.0 MB.")
      .waitFor();
    assert.equal((await session.stack.counts())["s3 GET"], undefined);
  });

  test("of an empty object says so", async () => {
    await previewObject(session, "preview/empty.txt", "", "text/plain");
    await session.driver.page.getByText("The object is empty.").waitFor();
  });

  test("of a missing object shows the error", async () => {
    await session.fillIn("hello.txt");
    await session.driver.open("Transfer");
    await session.driver.field("Object key").fill("no/such/object");
    await session.driver.button("Preview").click();
    const { field, code } = await session.driver.problem();
    assert.deepEqual([field, code], ["download", "NotFound"]);
  });

  test("releases its bytes when it is closed", async () => {
    await previewObject(session, "preview/b.png", PNG, "image/png");
    const url = await shown("img", (image) => (image as HTMLImageElement).src);
    await session.driver.button("Close preview").click();
    await session.driver.page.locator("#preview img").waitFor({ state: "detached" });
    const isReleased = session.driver.page.evaluate(
      (source) =>
        Object.assign(new Image(), { src: source })
          .decode()
          .then(
            () => false,
            () => true,
          ),
      url,
    );
    assert.equal(await isReleased, true);
  });
});
