import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** Responds to a request of the page. `count` is the number of requests before it. */
export type Lie = (response: ServerResponse, count: number, url: URL) => void;

/** A server whose responses are not those of S3. It allows every origin by CORS, unless a lie removes the header. */
export interface LyingServer {
  url: string;
  /** The number of requests, without those of CORS. */
  requests: number;
  /** Sets the response to the next requests. */
  lie(next: Lie): void;
  stop(): Promise<void>;
}

/** Starts the server on a free port. */
export async function startLyingServer(): Promise<LyingServer> {
  let lie: Lie = (response) => response.end();
  const server = createServer((request, response) => {
    response.setHeader("Access-Control-Allow-Origin", "*");
    if (request.method === "OPTIONS") {
      response.writeHead(204, {
        "Access-Control-Allow-Methods": "GET, PUT, POST, HEAD, DELETE",
        "Access-Control-Allow-Headers": "*",
      });
      response.end();
      return;
    }
    lying.requests += 1;
    response.setHeader("Content-Type", "application/xml");
    lie(response, lying.requests - 1, new URL(request.url ?? "", lying.url));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const lying: LyingServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: 0,
    lie(next) {
      lie = next;
      lying.requests = 0;
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
  return lying;
}

/** Responds with a text. */
export function say(body: string, status = 200): Lie {
  return (response) => {
    response.statusCode = status;
    response.end(body);
  };
}

/** Formats a page of a listing. */
export function listing(contents: string, rest = ""): string {
  return `<?xml version="1.0"?><ListBucketResult><Name>b</Name>${rest}${contents}</ListBucketResult>`;
}

/** Formats an object of a listing. */
export function object(key: string, size = "1", modified = "2026-01-31T14:00:00Z"): string {
  return `<Contents><Key>${key}</Key><LastModified>${modified}</LastModified><Size>${size}</Size></Contents>`;
}
