import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import type { PresignedPost, PresignedUrl } from "../../../js/types.ts";

interface PeerRequest {
  method: string;
  headers: Record<string, string>;
  body: Buffer;
}

export interface PeerResponse {
  status: number;
  headers: IncomingMessage["headers"];
  body: Buffer;
}

/**
 * Sends a request with exactly this URL. `fetch` would normalize the URL, and would resolve `bucket.localhost`
 * by DNS.
 */
export async function send(
  url: string,
  { method = "GET", headers = {}, body }: Partial<PeerRequest> = {},
): Promise<PeerResponse> {
  const [, host = "", port = "80", path = ""] =
    /^http:\/\/([^/:]+)(?::(\d+))?(.*)$/s.exec(url) ?? [];
  const length = body === undefined ? {} : { "content-length": String(body.length) };
  const outgoing = request({
    host: "127.0.0.1",
    port,
    path,
    method,
    // A new connection for each request: a server may close one whose request body it did not read.
    agent: false,
    headers: { host: `${host}:${port}`, ...headers, ...length },
  });
  outgoing.end(body);
  const [incoming] = (await once(outgoing, "response")) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return {
    status: incoming.statusCode as number,
    headers: incoming.headers,
    body: Buffer.concat(chunks),
  };
}

/** Sends the request of a presigned URL, with its signed headers and some unsigned ones. */
export function sendSigned(
  { url, method, headers }: PresignedUrl,
  body?: string | Buffer,
  unsignedHeaders: Record<string, string> = {},
): Promise<PeerResponse> {
  const allHeaders = { ...headers, ...unsignedHeaders };
  return body === undefined
    ? send(url, { method, headers: allHeaders })
    : send(url, { method, headers: allHeaders, body: Buffer.from(body) });
}

/** Uploads a file by a presigned form, encoded as browsers encode it. */
export function sendPost(
  post: PresignedPost,
  file: Blob,
  options: { filename?: string; key?: string } = {},
): Promise<PeerResponse> {
  return sendForm(post.url, post.toFormData(file, options));
}

/** Sends a form as multipart/form-data. */
export async function sendForm(url: string, form: FormData): Promise<PeerResponse> {
  const encoded = new Response(form);
  const contentType = encoded.headers.get("content-type") as string;
  const body = Buffer.from(await encoded.arrayBuffer());
  return send(url, { method: "POST", headers: { "content-type": contentType }, body });
}
