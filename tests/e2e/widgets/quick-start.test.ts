import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { inRoot } from "../../../scripts/paths.mjs";
import { bundleServed } from "../../../scripts/test/record/served.mjs";
import { startBrowser } from "../browser.ts";
import { type Stack, startStack } from "../stack.ts";

let stack: Stack;
let browser: Browser;
let server: Server;
let page: Page;

before(async () => {
  [stack, browser] = await Promise.all([startStack(), startBrowser()]);
  const program = await bundleApp();
  server = createServer((request, response) => {
    const isProgram = request.url === "/app.js";
    response.setHeader("content-type", isProgram ? "text/javascript" : "text/html");
    response.end(isProgram ? program : '<div id="root"></div><script src="/app.js"></script>');
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
});
after(async () => {
  await browser?.close();
  server?.close();
  await stack?.stop();
});

/** Bundles the files of docs/guides/quick-start.md with the addresses of the stack, and no other change. */
async function bundleApp(): Promise<string> {
  const { s3, identity } = stack.ready;
  const folder = mkdtempSync(join(tmpdir(), "quick-start-"));
  const guide = readFileSync(inRoot("docs", "guides", "quick-start.md"), "utf8");
  for (const [, name = "", code = ""] of guide.matchAll(/^```\w+ \[src\/(.*?)\]\n(.*?)^```$/gms)) {
    const local = code
      .replaceAll("http://127.0.0.1:8081", s3)
      .replaceAll("http://127.0.0.1:8082", identity);
    writeFileSync(join(folder, name), local);
  }
  try {
    return await bundleServed({
      stdin: {
        contents: `
          import { createElement } from "react";
          import { createRoot } from "react-dom/client";
          import App from "./App.tsx";
          createRoot(document.getElementById("root")).render(createElement(App));`,
        resolveDir: folder,
      },
      alias: {
        "s3-signpost": inRoot("dist", "index.js"),
        react: inRoot("node_modules", "react"),
        "react-dom": inRoot("node_modules", "react-dom"),
      },
      define: { "process.env.NODE_ENV": '"production"' },
      jsx: "automatic",
      target: "es2022",
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test("the page of the quick start uploads a file and links to it", async () => {
  const file = { name: "hello.txt", mimeType: "text/plain", buffer: Buffer.from("Hello") };
  await page.getByLabel("File of at most 100 MB").setInputFiles(file);
  const link = page.getByRole("link", { name: "Open the file" });
  const response = await fetch((await link.getAttribute("href")) ?? "");
  assert.equal(await response.text(), "Hello");
});
