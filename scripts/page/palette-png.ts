import { crc32, deflateSync } from "node:zlib";
import type { Page } from "playwright-core";

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** Number of colours in a palette of PNG. */
const PALETTE_SIZE = 256;

/**
 * Converts a picture to a PNG with a palette of its most frequent colours, which is a third of its size. A rare colour, as at
 * the edges of letters, becomes the nearest of them.
 *
 * @param page decodes the picture
 */
export async function toPalettePng(page: Page, png: Buffer): Promise<Buffer> {
  const { width, height, pixels } = await decode(page, png);
  const counts = new Map<number, number>();
  for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
  const byCount = [...counts].sort(([a, m], [b, n]) => n - m || a - b).map(([color]) => color);
  const palette = byCount.slice(0, PALETTE_SIZE);
  const indices = new Map(byCount.map((color) => [color, nearest(palette, color)]));
  const rows = Buffer.alloc(height * (width + 1));
  for (const [at, pixel] of pixels.entries()) {
    // Each row begins with its filter: none.
    rows[at + Math.floor(at / width) + 1] = indices.get(pixel) ?? 0;
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // 8 bits for each pixel, which is an index.
  header.set([8, 3], 8);
  return Buffer.concat([
    SIGNATURE,
    chunk("IHDR", header),
    chunk("PLTE", Buffer.from(palette.flatMap(channels))),
    chunk("IDAT", deflateSync(rows, { level: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

/** Returns the pixels of an opaque picture as numbers: red, green and blue, from the lowest byte. */
async function decode(page: Page, png: Buffer) {
  const { width, height, bytes } = await page.evaluate(
    async (source) => {
      const image = Object.assign(new Image(), { src: source });
      await image.decode();
      const { width, height } = image;
      const canvas = Object.assign(document.createElement("canvas"), { width, height });
      const context = canvas.getContext("2d") as CanvasRenderingContext2D;
      context.drawImage(image, 0, 0);
      const { data } = context.getImageData(0, 0, width, height);
      const pieces: string[] = [];
      for (let at = 0; at < data.length; at += 8192) {
        pieces.push(String.fromCharCode(...data.subarray(at, at + 8192)));
      }
      return { width, height, bytes: btoa(pieces.join("")) };
    },
    `data:image/png;base64,${png.toString("base64")}`,
  );
  const raw = Buffer.from(bytes, "base64");
  const pixels = Array.from({ length: width * height }, (_, at) => raw.readUIntLE(at * 4, 3));
  return { width, height, pixels };
}

function channels(color: number): [number, number, number] {
  return [color & 255, (color >> 8) & 255, color >> 16];
}

/** Returns the index of the colour of the palette that is nearest to a colour. */
function nearest(palette: readonly number[], color: number): number {
  const wanted = channels(color);
  const distances = palette.map((each) =>
    channels(each).reduce((sum, value, index) => sum + (value - (wanted[index] ?? 0)) ** 2, 0),
  );
  return distances.indexOf(Math.min(...distances));
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, checksum]);
}
