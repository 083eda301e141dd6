import { Presigner } from "s3-signpost";
import type { Stack } from "../stack.ts";
import type { PageSession } from "./page-session.ts";

/** Opens the view with the stack's key and bucket, and waits until a form is signed. */
export async function openForm(session: PageSession): Promise<void> {
  await session.fillIn("");
  await session.driver.open("Upload form");
  await formState(session, "ready");
}

/** Waits until the card of the form is in this state. */
export async function formState(session: PageSession, state: string): Promise<void> {
  await session.driver.page.locator(`#form-result[data-state="${state}"]`).waitFor();
}

/** Copies the form in a format, and returns the text of the clipboard. */
export async function copyForm({ driver }: PageSession, format: string): Promise<string> {
  await driver.choose(format);
  await driver.button("Copy").click();
  await driver.button("Copied").waitFor();
  return driver.page.evaluate(() => navigator.clipboard.readText());
}

/** Adds a row of the further fields. */
export async function addField(
  { driver }: PageSession,
  name: string,
  rule: string,
  value: string,
): Promise<void> {
  const { page } = driver;
  if (!(await driver.button("Add a field").isVisible())) {
    await page.getByText("Fields, conditions, response").click();
  }
  await driver.button("Add a field").click();
  const row = page.locator(".form-row").last();
  await row.getByLabel("Field", { exact: true }).fill(name);
  await row.getByLabel("Rule").selectOption(rule);
  await row.getByLabel("Value").fill(value);
}

/** Chooses a file to try. */
export async function chooseFile(
  { driver }: PageSession,
  file: { name?: string; type?: string; text?: string } = {},
): Promise<void> {
  const { name = "abc.txt", type = "text/plain", text = "abc" } = file;
  await driver.page
    .locator("#form-file")
    .setInputFiles({ name, mimeType: type, buffer: Buffer.from(text) });
}

/** Returns a signer for the stack. */
export function stackSigner({ ready }: Stack): Presigner {
  const { region, bucket, s3: endpoint, accessKeyId, secretAccessKey } = ready;
  return new Presigner({
    region,
    bucket,
    endpoint,
    credentials: { accessKeyId, secretAccessKey },
  });
}

/** Downloads an object of the stack. */
export async function readObject(
  stack: Stack,
  key: string,
): Promise<{ status: number; type: string | null; text: string }> {
  const response = await fetch(stackSigner(stack).presign({ key }).url);
  const { status, headers } = response;
  return { status, type: headers.get("content-type"), text: await response.text() };
}
