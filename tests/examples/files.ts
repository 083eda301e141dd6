import assert from "node:assert/strict";
import type { Locator } from "playwright-core";
import type { ExampleSession } from "./example-session.ts";

/** Returns a file as Playwright's `setInputFiles` takes it. */
export function textFile(name: string, content: string) {
  return { name, mimeType: "text/plain", buffer: Buffer.from(content) };
}

/** Returns the key of the only object whose key ends with `/` and this name. */
export async function storedKey({ node }: ExampleSession, name: string): Promise<string> {
  const keys: string[] = [];
  for await (const { key } of node.list()) if (key.endsWith(`/${name}`)) keys.push(key);
  const [key, ...others] = keys;
  assert(key !== undefined && others.length === 0, `Objects named ${name}: ${keys.length}`);
  return key;
}

/** Returns the text of the only object whose key ends with `/` and this name. */
export async function storedText(session: ExampleSession, name: string): Promise<string> {
  return (await session.textOf(await storedKey(session, name))) ?? "";
}

/** Points at a link, so that it is signed, and returns the text that it leads to. */
export async function linkedText(link: Locator): Promise<string> {
  await link.hover();
  const response = await fetch((await link.getAttribute("href")) ?? "");
  return response.text();
}
