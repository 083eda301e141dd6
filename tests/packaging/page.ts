import { once } from "node:events";
import { createReadStream, existsSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import { chromium } from "playwright-core";
import { chromiumArguments, findChromium } from "../../scripts/machine/browsers.ts";

const policy = "default-src 'self' 'wasm-unsafe-eval'; connect-src http://127.0.0.1:*";

const mediaTypes: Record<string, string> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".wasm": "application/wasm",
};

/**
 * Serves a folder and opens a page there with the script as its only one, under a policy that allows
 * scripts from the same origin, WebAssembly, and requests to this machine. Neither the page nor the
 * server names a character encoding, as on many an old site.
 *
 * @returns what the script left in `globalThis.result`
 * @throws whatever the script throws
 */
export async function resultInBrowser(
  folder: string,
  script: string,
  type: "module" | "text/javascript" = "module",
): Promise<unknown> {
  const html = `<!doctype html><title>Consumer</title><script type="${type}" src="${script}"></script>`;
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://localhost").pathname;
    const file = join(folder, path);
    response.setHeader("content-security-policy", policy);
    response.setHeader("content-type", mediaTypes[extname(path)] ?? "text/html");
    if (path === "/") response.end(html);
    else if (existsSync(file)) createReadStream(file).pipe(response);
    else response.writeHead(404).end();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const browser = await chromium.launch({
    executablePath: findChromium(),
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
