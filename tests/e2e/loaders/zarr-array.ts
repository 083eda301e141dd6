import type { Objects } from "./recipe-session.ts";

/**
 * Returns a Zarr array, version 3, of 4 rows and 2 columns with the numbers 0 to 7, in two chunks of 2 rows.
 *
 * https://zarr-specs.readthedocs.io/en/latest/v3/core/index.html
 */
export function zarrArray(folder: string): Objects {
  const metadata = {
    zarr_format: 3,
    node_type: "array",
    shape: [4, 2],
    data_type: "int32",
    chunk_grid: { name: "regular", configuration: { chunk_shape: [2, 2] } },
    chunk_key_encoding: { name: "default", configuration: { separator: "/" } },
    fill_value: 0,
    codecs: [{ name: "bytes", configuration: { endian: "little" } }],
    attributes: {},
  };
  return {
    [`${folder}/zarr.json`]: JSON.stringify(metadata),
    [`${folder}/c/0/0`]: int32([0, 1, 2, 3]),
    [`${folder}/c/1/0`]: int32([4, 5, 6, 7]),
  };
}

/** Little-endian. */
function int32(numbers: number[]): Uint8Array<ArrayBuffer> {
  const bytes = Buffer.alloc(4 * numbers.length);
  numbers.forEach((number, index) => {
    bytes.writeInt32LE(number, 4 * index);
  });
  return new Uint8Array(bytes);
}
