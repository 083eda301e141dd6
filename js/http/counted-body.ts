import type { Host } from "./host.ts";

/** A body as a stream that counts what is taken from it, and what has to go with it. */
export interface CountedBody {
  stream: ReadableStream<Uint8Array>;
  /** S3 takes no body of unknown length. */
  headers: Record<string, string>;
}

/** `onSent` is told each time that more has been taken: bytes so far of bytes in all. */
export function countedBody(
  host: Pick<Host, "random">,
  body: Blob | FormData,
  onSent: (sent: number, total: number) => void,
): CountedBody {
  const form = body instanceof FormData ? encodeForm(host, body) : undefined;
  const blob = form?.blob ?? (body as Blob);
  return {
    stream: counted(blob, onSent),
    headers: {
      "content-length": String(blob.size),
      ...(form ? { "content-type": form.contentType } : {}),
    },
  };
}

/** A Blob may come all at once, which would be counted as sent with its first byte. */
const CHUNK = 64 * 1024;

function counted(blob: Blob, onSent: (sent: number, total: number) => void) {
  const reader = blob.stream().getReader();
  let rest = new Uint8Array();
  let sent = 0;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        if (rest.length === 0) {
          const { done, value } = await reader.read();
          if (done) {
            controller.close();
            return;
          }
          rest = value;
        }
        const chunk = rest.subarray(0, CHUNK);
        rest = rest.subarray(CHUNK);
        sent += chunk.length;
        onSent(sent, blob.size);
        controller.enqueue(chunk);
      },
      cancel: (reason) => reader.cancel(reason),
    },
    // Nothing is taken ahead: what has been asked for is what the network had room for.
    { highWaterMark: 0 },
  );
}

/** A form as `multipart/form-data` (HTML, "Multipart form data"), with no copy of its files. */
function encodeForm(
  host: Pick<Host, "random">,
  form: FormData,
): { blob: Blob; contentType: string } {
  const digits = () => host.random().toString(36).slice(2);
  const boundary = `----signpost-${digits()}${digits()}`;
  const pieces: BlobPart[] = [];
  for (const [name, value] of form) {
    const disposition = `--${boundary}\r\nContent-Disposition: form-data; name="${escaped(name)}"`;
    if (typeof value === "string") {
      pieces.push(`${disposition}\r\n\r\n${value.replace(/\r\n?|\n/g, "\r\n")}\r\n`);
    } else {
      const type = value.type || "application/octet-stream";
      const filename = escaped(value.name);
      pieces.push(`${disposition}; filename="${filename}"\r\nContent-Type: ${type}\r\n\r\n`);
      pieces.push(value, "\r\n");
    }
  }
  pieces.push(`--${boundary}--\r\n`);
  return { blob: new Blob(pieces), contentType: `multipart/form-data; boundary=${boundary}` };
}

function escaped(name: string): string {
  return name.replaceAll('"', "%22").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}
