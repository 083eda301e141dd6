import { type PresignedUrl, ServiceError, TransferError } from "s3-signpost";
import { formatBytes } from "./bytes.ts";

/**
 * Asks the endpoint for the link as it stands, as its holder would, and says in one line what came back.
 * Only the head of the answer is read.
 *
 * @throws {ServiceError} with S3's own code when the endpoint refuses
 * @throws {TransferError} when no answer can be read
 */
export async function checkLink(link: PresignedUrl): Promise<string> {
  const stop = new AbortController();
  const response = await fetch(link.url, {
    method: link.method,
    headers: link.headers,
    cache: "no-store",
    credentials: "omit",
    referrerPolicy: "no-referrer",
    signal: stop.signal,
  }).catch((cause: unknown) => {
    throw new TransferError("NetworkError", "No answer that this page may read came back.", {
      attempts: 1,
      cause,
      hint: "Check the endpoint, the connection, and that the bucket's CORS rules allow this page's origin.",
    });
  });
  if (!response.ok) throw refusal(response, await response.text());
  const length = response.headers.get("content-length");
  const facts = [
    `It works: ${response.status}`,
    response.headers.get("content-type"),
    length && formatBytes(Number(length)),
  ];
  stop.abort();
  return facts.filter(Boolean).join(" · ");
}

function refusal(response: Response, body: string): ServiceError {
  const xml = new DOMParser().parseFromString(body, "application/xml");
  const said = (name: string) => xml.querySelector(`Error > ${name}`)?.textContent?.trim();
  const code = said("Code") ?? String(response.status);
  const hint = adviceFor(code, said("Message"));
  return new ServiceError(code, said("Message") ?? response.statusText, {
    service: "s3",
    status: response.status,
    retryable: response.status >= 500,
    ...(hint && { hint }),
  });
}

function adviceFor(code: string, message = ""): string | undefined {
  if (/expired/i.test(`${code} ${message}`)) return "The link has ended. Sign again.";
  return undefined;
}
