import { once } from "node:events";
import { createReadStream, existsSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import { chromium } from "playwright-core";
import { chromiumArguments, findHeadlessChromium } from "../../scripts/machine/browsers.ts";

const CONTENT_SECURITY_POLICY =
  "default-src 'self' 'wasm-unsafe-eval'; connect-src http://127.0.0.1:*";

const MEDIA_TYPES: Record<string, string> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".wasm": "application/wasm",
};

export interface PageOptions {
  /** Attributes of the script's element. Default: a module. */
  attributes?: string;
  /** The Content-Security-Policy. Default: scripts of the same origin, WebAssembly, and requests to 127.0.0.1. */
  policy?: string;
  /** Elements of the page before the script. */
  head?: string;
  /** Receives the path of each request. A promise delays the response. */
  onRequest?: (path: string) => unknown;
}

/**
 * Serves a folder and opens a page with one script in Chromium. Neither the page nor the server declares a character
 * encoding, as on some old sites.
 *
 * @returns the value that the script assigns to `globalThis.result`
 * @throws an uncaught error of the script
 */
export async function runInBrowser(
  folder: string,
  script: string,
  {
    attributes = 'type="module"',
    policy = CONTENT_SECURITY_POLICY,
    head = "",
    onRequest,
  }: PageOptions = {},
): Promise<unknown> {
  const html = `<!doctype html><title>Consumer</title>${head}<script ${attributes} src="${script}"></script>`;
  const server = createServer(async (request, response) => {
    const path = new URL(request.url ?? "/", "http://localhost").pathname;
    const file = join(folder, path);
    await onRequest?.(path);
    response.setHeader("content-security-policy", policy);
    response.setHeader("content-type", MEDIA_TYPES[extname(path)] ?? "text/html");
    if (path === "/") response.end(html);
    else if (existsSync(file)) createReadStream(file).pipe(response);
    else response.writeHead(404).end();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const browser = await chromium.launch({
    executablePath: findHeadlessChromium(),
    args: chromiumArguments(),
  });
  try {
    const page = await browser.newPage();
    const failed = new Promise<never>((_, reject) => page.on("pageerror", reject));
    const { port } = server.address() as AddressInfo;
    await page.goto(`http://127.0.0.1:${port}/`);
    const result = page.waitForFunction(() => Reflect.get(globalThis, "result"));
    return await (await Promise.race([result, failed])).jsonValue();
  } finally {
    await browser.close();
    server.closeAllConnections();
    server.close();
  }
}
