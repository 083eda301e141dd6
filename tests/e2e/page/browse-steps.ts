import type { Locator } from "playwright-core";
import { S3 } from "s3-signpost";
import type { Stack } from "../stack.ts";
import type { PageSession } from "./page-session.ts";

/** Stores small objects in the stack's bucket, and fills in the account. */
export async function fillBucket(session: PageSession, keys: readonly string[]): Promise<void> {
  await storeObjects(session.stack, keys);
  await session.fillIn("");
}

/** Stores small objects in the stack's bucket, with a client of the package in Node. */
export async function storeObjects(stack: Stack, keys: readonly string[]): Promise<void> {
  const { accessKeyId, secretAccessKey, region, bucket, s3: endpoint } = stack.ready;
  const credentials = { accessKeyId, secretAccessKey };
  const s3 = new S3({ region, endpoint, bucket, credentials });
  for (let at = 0; at < keys.length; at += 50) {
    const some = keys.slice(at, at + 50);
    await Promise.all(some.map((key) => s3.upload(key, { key, via: "put" })));
  }
}

/** Opens a folder of the stack's bucket by its address, and waits for its rows. */
export async function openFolder(session: PageSession, prefix: string): Promise<void> {
  const query = new URLSearchParams({ bucket: session.stack.ready.bucket, prefix });
  await session.driver.page.evaluate((hash) => {
    location.hash = hash;
  }, `#/browse?${query}`);
  await rows(session).first().waitFor();
}

export function rows({ driver }: PageSession): Locator {
  return driver.page.locator("#browse-rows tr");
}

/** Returns the names in the table, in their order. */
export async function rowNames(session: PageSession): Promise<string[]> {
  return rows(session).locator("th").allTextContents();
}
