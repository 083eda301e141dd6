/** Numbers of the TIFF 6.0 specification: tags, and the types of their values. */
const SHORT = 3;
const LONG = 4;
const TAGS = {
  width: 256,
  height: 257,
  bitsPerSample: 258,
  compression: 259,
  photometric: 262,
  stripOffsets: 273,
  samplesPerPixel: 277,
  rowsPerStrip: 278,
  stripByteCounts: 279,
};
const UNCOMPRESSED = 1;
const BLACK_IS_ZERO = 1;

/** Returns a TIFF of one strip whose pixels are 16-bit numbers, after `padding` unused bytes. */
export function tiffImage(
  width: number,
  pixels: Uint16Array,
  padding: number,
): Uint8Array<ArrayBuffer> {
  const height = pixels.length / width;
  const stripOffset = 8 + padding;
  const entries: [tag: number, type: number, value: number][] = [
    [TAGS.width, SHORT, width],
    [TAGS.height, SHORT, height],
    [TAGS.bitsPerSample, SHORT, 16],
    [TAGS.compression, SHORT, UNCOMPRESSED],
    [TAGS.photometric, SHORT, BLACK_IS_ZERO],
    [TAGS.stripOffsets, LONG, stripOffset],
    [TAGS.samplesPerPixel, SHORT, 1],
    [TAGS.rowsPerStrip, SHORT, height],
    [TAGS.stripByteCounts, LONG, pixels.byteLength],
  ];
  const directoryOffset = stripOffset + pixels.byteLength;
  const file = Buffer.alloc(directoryOffset + 2 + 12 * entries.length + 4);
  file.write("II*\0", "latin1");
  file.writeUInt32LE(directoryOffset, 4);
  pixels.forEach((pixel, index) => {
    file.writeUInt16LE(pixel, stripOffset + 2 * index);
  });
  file.writeUInt16LE(entries.length, directoryOffset);
  entries.forEach(([tag, type, value], index) => {
    const at = directoryOffset + 2 + 12 * index;
    file.writeUInt16LE(tag, at);
    file.writeUInt16LE(type, at + 2);
    file.writeUInt32LE(1, at + 4);
    file.writeUInt32LE(value, at + 8);
  });
  return new Uint8Array(file);
}
