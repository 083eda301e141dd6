/**
 * Returns a PMTiles archive, version 3, with one PNG: the tile 0/0/0. The directory and the metadata are not compressed.
 *
 * https://github.com/protomaps/PMTiles/blob/main/spec/v3/spec.md
 */
export function pmtilesArchive(png: Uint8Array): Uint8Array<ArrayBuffer> {
  const HEADER_LENGTH = 127;
  const UNCOMPRESSED = 1;
  const PNG = 2;
  // One entry: id of the tile, number of tiles with this content, length, and offset + 1.
  const directory = [1, 0, 1, ...varint(png.length), 1];
  const metadata = Buffer.from("{}");
  const dataOffset = HEADER_LENGTH + directory.length + metadata.length;
  const header = Buffer.alloc(HEADER_LENGTH);
  header.write("PMTiles\x03", "latin1");
  [
    [HEADER_LENGTH, directory.length],
    [HEADER_LENGTH + directory.length, metadata.length],
    [dataOffset, 0],
    [dataOffset, png.length],
  ].forEach(([offset = 0, length = 0], index) => {
    header.writeBigUInt64LE(BigInt(offset), 8 + 16 * index);
    header.writeBigUInt64LE(BigInt(length), 16 + 16 * index);
  });
  // Numbers of addressed tiles, of entries and of contents.
  for (const at of [72, 80, 88]) header.writeBigUInt64LE(1n, at);
  header.set([1, UNCOMPRESSED, UNCOMPRESSED, PNG, 0, 0], 96);
  // Bounds in degrees, multiplied by 10 million.
  [-180, -85, 180, 85].forEach((degrees, index) => {
    header.writeInt32LE(degrees * 1e7, 102 + 4 * index);
  });
  return new Uint8Array(Buffer.concat([header, Buffer.from(directory), metadata, png]));
}

function varint(number: number): number[] {
  return number < 128 ? [number] : [(number & 127) | 128, ...varint(number >>> 7)];
}
