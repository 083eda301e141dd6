import { once } from "node:events";
import { createReadStream, existsSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import { chromium } from "playwright-core";
import { chromiumArguments, findChromium } from "../../scripts/browser.mjs";

const mediaTypes: Record<string, string> = {
  ".html": "text/html",
  ".js": "text/javascript",
};

/**
 * Serves a folder and opens a page there with the script as its only one, under a policy that allows
 * scripts from the same origin and WebAssembly, and nothing else. Neither the page nor the server names
 * a character encoding, as on many an old site.
 *
 * @returns what the script left in `globalThis.signature`
 */
export async function signatureInBrowser(
  folder: string,
  script: string,
  type: "module" | "text/javascript" = "module",
): Promise<string> {
  const html = `<!doctype html><title>Consumer</title><script type="${type}" src="${script}"></script>`;
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://localhost").pathname;
    const file = join(folder, path);
    response.setHeader("content-security-policy", "default-src 'self' 'wasm-unsafe-eval'");
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
    const signature = page.waitForFunction(() => Reflect.get(globalThis, "signature"));
    return await (await Promise.race([signature, failed])).jsonValue();
  } finally {
    await browser.close();
    server.closeAllConnections();
    server.close();
  }
}
