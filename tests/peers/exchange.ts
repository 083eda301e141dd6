import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import type { PresignedPost, PresignedUrl } from "../../js/types.ts";

export interface Answer {
  status: number;
  headers: IncomingMessage["headers"];
  body: Buffer;
}

/**
 * Sends a request to the letter: `fetch` would take the URL apart and put it together again, and would look
 * for `bucket.localhost` in the name service.
 */
export async function send(
  url: string,
  { method = "GET", headers = {}, body }: Partial<Message> = {},
): Promise<Answer> {
  const [, host = "", port = "80", path = ""] =
    /^http:\/\/([^/:]+)(?::(\d+))?(.*)$/s.exec(url) ?? [];
  const length = body === undefined ? {} : { "content-length": String(body.length) };
  const message = request({
    host: "127.0.0.1",
    port,
    path,
    method,
    // A connection of its own: a server may end one whose body it did not read.
    agent: false,
    headers: { host: `${host}:${port}`, ...headers, ...length },
  });
  message.end(body);
  const [response] = (await once(message, "response")) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return {
    status: response.statusCode as number,
    headers: response.headers,
    body: Buffer.concat(chunks),
  };
}

interface Message {
  method: string;
  headers: Record<string, string>;
  body: Buffer;
}

/** Does what a URL is for, with the headers it is for, and perhaps more. */
export function use(
  { url, method, headers }: PresignedUrl,
  body?: string | Buffer,
  more: Record<string, string> = {},
): Promise<Answer> {
  const message = { method, headers: { ...headers, ...more } };
  return send(url, body === undefined ? message : { ...message, body: Buffer.from(body) });
}

/** Sends a form as a browser encodes it. */
export async function submit(
  post: PresignedPost,
  file: Blob,
  options: { filename?: string; key?: string } = {},
): Promise<Answer> {
  return submitForm(post.url, post.toFormData(file, options));
}

export async function submitForm(url: string, form: FormData): Promise<Answer> {
  const encoded = new Response(form);
  const type = encoded.headers.get("content-type") as string;
  const body = Buffer.from(await encoded.arrayBuffer());
  return send(url, { method: "POST", headers: { "content-type": type }, body });
}
