import type { Host } from "./host.ts";

/** A body as a stream that counts its bytes as they are read, and the headers for it. */
export interface CountedBody {
  stream: ReadableStream<Uint8Array>;
  /** `content-length`, which S3 requires, and the type of a form. */
  headers: Record<string, string>;
}

/** @param onSent called each time that more was read, with the bytes so far and the bytes in all */
export function countedBody(
  host: Pick<Host, "random">,
  body: Blob | FormData,
  onSent: (sent: number, total: number) => void,
): CountedBody {
  const form = body instanceof FormData ? encodeForm(host, body) : undefined;
  const blob = form?.blob ?? (body as Blob);
  return {
    stream: countingStream(blob, onSent),
    headers: {
      "content-length": String(blob.size),
      ...(form ? { "content-type": form.contentType } : {}),
    },
  };
}

/** Maximum bytes of one chunk. A Blob can come in one chunk, which would count as sent with its first byte. */
const CHUNK = 64 * 1024;

function countingStream(blob: Blob, onSent: (sent: number, total: number) => void) {
  const reader = blob.stream().getReader();
  let unsent = new Uint8Array();
  let sent = 0;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        if (unsent.length === 0) {
          const { done, value } = await reader.read();
          if (done) {
            controller.close();
            return;
          }
          unsent = value;
        }
        const chunk = unsent.subarray(0, CHUNK);
        unsent = unsent.subarray(CHUNK);
        sent += chunk.length;
        onSent(sent, blob.size);
        controller.enqueue(chunk);
      },
      cancel: (reason) => reader.cancel(reason),
    },
    // Nothing is read in advance, so that the count is that of the bytes which the network accepted.
    { highWaterMark: 0 },
  );
}

/** Encodes a form as `multipart/form-data` (HTML, "Multipart form data"), without copying its files. */
export function encodeForm(
  host: Pick<Host, "random">,
  form: FormData,
): { blob: Blob; contentType: string } {
  const digits = () => host.random().toString(36).slice(2);
  const boundary = `----signpost-${digits()}${digits()}`;
  const pieces: BlobPart[] = [];
  for (const [name, value] of form) {
    const disposition = `--${boundary}\r\nContent-Disposition: form-data; name="${escapeName(name)}"`;
    if (typeof value === "string") {
      pieces.push(`${disposition}\r\n\r\n${value.replace(/\r\n?|\n/g, "\r\n")}\r\n`);
    } else {
      const type = value.type || "application/octet-stream";
      const filename = escapeName(value.name);
      pieces.push(`${disposition}; filename="${filename}"\r\nContent-Type: ${type}\r\n\r\n`);
      pieces.push(value, "\r\n");
    }
  }
  pieces.push(`--${boundary}--\r\n`);
  return { blob: new Blob(pieces), contentType: `multipart/form-data; boundary=${boundary}` };
}

function escapeName(name: string): string {
  return name.replaceAll('"', "%22").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}
