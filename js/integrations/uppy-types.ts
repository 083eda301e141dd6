/** The properties of Uppy's `UppyFile` that this entry reads. */
export interface UppyFileInfo {
  /** Id of the file in Uppy. */
  readonly id: string;
  /** Name of the file. */
  readonly name: string;
  /** The content type; empty if it is unknown. */
  readonly type: string;
  /** In bytes. */
  readonly size: number | null;
  /** The file's metadata in Uppy, such as the fields that the user filled in. */
  readonly meta: Readonly<Record<string, unknown>>;
}

/**
 * Returns the key of a file: the one that the application's function returns, or a random prefix and the file's name, as
 * Uppy's own plugin does.
 */
export function keyOf<Key>(file: UppyFileInfo, key: ((file: UppyFileInfo) => Key) | undefined) {
  return key ? key(file) : `${randomId()}-${file.name}`;
}

/** Returns 122 random bits or more. `crypto.randomUUID` is missing in pages over plain HTTP. */
export function randomId(): string {
  return (
    crypto.randomUUID?.() ??
    Array.from(crypto.getRandomValues(new Uint32Array(4)), (number) => number.toString(36)).join("")
  );
}

/** Returns the error with its hint as `details`, which Uppy shows after the message. */
export function withDetails(thrown: unknown): Error {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const { hint } = error as { hint?: string };
  return hint === undefined ? error : Object.assign(error, { details: hint });
}
