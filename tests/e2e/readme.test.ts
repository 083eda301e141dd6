import assert from "node:assert/strict";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, test } from "node:test";
import type { Browser } from "playwright-core";
import { inRoot } from "../../scripts/paths.mjs";
import { startBrowser } from "./browser.ts";
import { type Stack, startStack } from "./stack.ts";

let stack: Stack;
let browser: Browser;

before(async () => {
  [stack, browser] = await Promise.all([startStack(), startBrowser()]);
});
after(async () => {
  await browser?.close();
  await stack?.stop();
});

/** The README's TypeScript, which is JavaScript as well; the ports are the only thing that a test moves. */
function examples(): string[] {
  const readme = readFileSync(inRoot("README.md"), "utf8")
    .replaceAll("http://127.0.0.1:8081", stack.ready.s3)
    .replaceAll("http://127.0.0.1:8082", stack.ready.identity);
  return [...readme.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code]) => code ?? "");
}

const map = `<script type="importmap">{"imports":{"s3-signpost":"/index.js"}}</script>`;

/** Serves a page with the program in it, and the built package that it imports by its name. */
async function serve(program: string): Promise<Server> {
  const html = `<!doctype html>${map}<script type="module">${program}; console.log("the end");</script>`;
  const server = createServer((request, response) => {
    const isPackage = request.url === "/index.js";
    response.setHeader("content-type", isPackage ? "text/javascript" : "text/html");
    response.end(isPackage ? readFileSync(inRoot("dist", "index.js")) : html);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return server;
}

/** Runs a program in a page; answers what it logs. */
async function run(program: string): Promise<string[]> {
  const server = await serve(program);
  const page = await browser.newPage();
  try {
    const lines: string[] = [];
    const ended = new Promise<void>((resolve, reject) => {
      page.on("pageerror", reject);
      page.on("console", (message) => {
        lines.push(message.text());
        if (message.text() === "the end") resolve();
      });
    });
    const { port } = server.address() as AddressInfo;
    await Promise.all([page.goto(`http://127.0.0.1:${port}/`), ended]);
    return lines;
  } finally {
    await page.close();
    server.close();
  }
}

test("the README's link is signed as printed", async () => {
  const [link = ""] = examples();
  const [line = ""] = await run(link);
  assert.match(line, /^https:\/\/signpost-demo\.s3\.eu-west-1\.amazonaws\.com\/hello\.txt\?X-Amz-/);
  assert.match(line, / works until \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z, limited by the request$/);
});

test("the README's download and upload run as printed", async () => {
  const [, download = "", upload = ""] = examples();
  const lines = await run(`${download}\n${upload}`);
  assert(lines.includes("24 of 24 bytes"), lines.join("\n"));
  assert(lines.includes("text/plain; charset=utf-8 Hello from your own S3.\n"), lines.join("\n"));
  assert.match(lines.at(-2) ?? "", /\/signpost-demo\/uploads\/greeting\.txt "[0-9a-f]{32}"$/);
});

test("what the README's upload stored is what was given", async () => {
  const [, download = "", upload = ""] = examples();
  const readBack = `console.log(await (await s3.download("uploads/greeting.txt")).blob.text());`;
  const lines = await run(`${download}\n${upload}\n${readBack}`);
  assert.equal(lines.at(-2), "Hello");
});
