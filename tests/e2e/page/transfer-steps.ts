import { S3 } from "s3-signpost";
import type { Fault } from "../stack.ts";
import type { PageSession } from "./page-session.ts";

/** A file to choose in the page. */
export interface ChosenFile {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

/** Makes a file to choose in the page. */
export function file(
  name: string,
  content: string | Uint8Array,
  mimeType = "application/octet-stream",
): ChosenFile {
  return { name, mimeType, buffer: Buffer.from(content as Uint8Array) };
}

/** Fills in the account, and opens the view with its options unfolded. */
export async function openTransfer({ driver, fillIn }: PageSession): Promise<void> {
  await fillIn("hello.txt");
  await driver.open("Transfer");
  await driver.page.getByText("Limits and method").click();
}

/** Chooses files. */
export async function choose({ driver }: PageSession, ...files: ChosenFile[]): Promise<void> {
  await driver.page.locator("#file").setInputFiles(files);
}

/** Chooses files, and starts their upload. */
export async function upload(session: PageSession, ...files: ChosenFile[]): Promise<void> {
  await choose(session, ...files);
  await session.driver.button("Upload").click();
}

/** Waits for the end of all uploads. */
export async function uploaded({ driver }: PageSession, text: string | RegExp): Promise<void> {
  await driver.page.locator("#upload-outcome", { hasText: text }).waitFor();
}

/** Returns the texts of the rows, each as its key, its figures, and the start of its problem. */
export async function rows({ driver }: PageSession): Promise<string[][]> {
  return driver.page
    .locator(".upload-row")
    .evaluateAll((all) =>
      all.map((row) =>
        [".upload-name", ".upload-figures", ".problem-message"]
          .map((part) => row.querySelector(part)?.textContent ?? "")
          .filter(Boolean),
      ),
    );
}

/** Reads an object from the stack. */
export async function stored({ stack }: PageSession, key: string): Promise<Buffer> {
  const { accessKeyId, secretAccessKey, region, bucket, s3 } = stack.ready;
  const client = new S3({
    region,
    bucket,
    endpoint: s3,
    credentials: { accessKeyId, secretAccessKey },
  });
  const response = await fetch((await client.presign(key)).url);
  if (!response.ok) throw new Error(`${key}: ${response.status}`);
  return Buffer.from(await response.arrayBuffer());
}

/** Stores an object in the stack. */
export async function put(
  { stack }: PageSession,
  key: string,
  body: Uint8Array<ArrayBuffer> | string,
  contentType = "application/octet-stream",
): Promise<void> {
  const { accessKeyId, secretAccessKey, region, bucket, s3 } = stack.ready;
  const credentials = { accessKeyId, secretAccessKey };
  const client = new S3({ region, bucket, endpoint: s3, credentials });
  await client.upload(body, { key, contentType, via: "put" });
}

/** A fault that stops the body of an upload after some bytes. */
export function stallUpload(method: "POST" | "PUT", after: number): Fault {
  return { method, effect: { type: "stall", of: "request", after } };
}

/** A fault that stops the body of a download after some bytes. */
export function stallDownload(after: number): Fault {
  return { method: "GET", effect: { type: "stall", of: "response", after } };
}

/** Stores an object, and previews it. */
export async function previewObject(
  session: PageSession,
  key: string,
  body: Uint8Array | string,
  type: string,
): Promise<void> {
  await put(session, key, typeof body === "string" ? body : Uint8Array.from(body), type);
  await session.fillIn("hello.txt");
  await session.driver.open("Transfer");
  await session.driver.field("Object key").fill(key);
  await session.driver.button("Preview").click();
}
