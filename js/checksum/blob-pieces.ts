/** Bytes that are read at once: chunks of `Blob.stream()` are so small that reading them takes longer than their CRC. */
const PIECE_SIZE = 4 * 1024 * 1024;

/**
 * Calls `use` for all bytes of a Blob in order. While one piece is used, the next one is read: at most two are in memory.
 *
 * Rejects with the signal's reason once it is aborted, or with the error of reading.
 */
export async function readPieces(
  blob: Blob,
  signal: AbortSignal,
  use: (bytes: Uint8Array) => void,
): Promise<void> {
  const pieceAt = (start: number) => {
    const piece = blob.slice(start, start + PIECE_SIZE).arrayBuffer();
    piece.catch(() => {});
    return piece;
  };
  let next = pieceAt(0);
  for (let end = PIECE_SIZE; ; end += PIECE_SIZE) {
    const bytes = await next;
    signal.throwIfAborted();
    const isLast = end >= blob.size;
    if (!isLast) next = pieceAt(end);
    use(new Uint8Array(bytes));
    if (isLast) return;
  }
}
