/**
 * Calls `use` for all bytes of a Blob in order, one chunk at a time.
 *
 * Rejects with the signal's reason once it is aborted, or with the error of reading.
 */
export async function readBlob(
  blob: Blob,
  signal: AbortSignal,
  use: (bytes: Uint8Array) => void,
): Promise<void> {
  const reader = blob.stream().getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      signal.throwIfAborted();
      if (done) return;
      use(value);
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}
