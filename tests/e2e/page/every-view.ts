import { sampleBytes } from "../sample-bytes.ts";
import type { PageSession } from "./page-session.ts";

/**
 * Uses the main function of each view with guest credentials, which have a session token. Returns the secrets that were in
 * use: secret access keys, session tokens, and signatures of links.
 */
export async function useEveryView(session: PageSession): Promise<string[]> {
  const { driver, stack } = session;
  const { page } = driver;
  await driver.guestButton.click();
  const link = await driver.link();
  const before = await secretsInUse(session);
  const [secret = "", token = ""] = before;
  await driver.button("Test link").click();
  await page.getByText(/^The link works/).waitFor();
  await driver.copyAs("curl");

  await driver.open("Upload form");
  await page.locator('#form-result[data-state="ready"]').waitFor();
  const chosen = { name: "abc.txt", mimeType: "text/plain", buffer: Buffer.from("abc") };
  await page.locator("#form-file").setInputFiles(chosen);

  await driver.open("Transfer");
  await driver.pickFile("photo.png", "image/png", sampleBytes(50_000));
  await driver.button("Upload").click();
  await driver.button("Link photo.png").waitFor();
  await driver.field("Object key").fill("hello.txt");
  await driver.button("Download").click();
  await page.locator("#download-outcome", { hasText: /^Done: / }).waitFor();

  await driver.open("Browse");
  await page.getByText(/There are no more\.$/).waitFor();
  await stack.addFaults({
    method: "GET",
    effect: { type: "error", status: 403, code: "AccessDenied" },
  });
  await driver.button("Reload").click();
  await driver.problem();
  await page.getByRole("link", { name: "Explain this error" }).click();
  await driver.heading("Explain").waitFor();
  await page.locator("#explain-hint:not(:empty)").waitFor();
  await driver.field("S3's response").fill("<Error><Code>NoSuchKey</Code></Error>");
  await driver.field("Request").fill(link);
  await page.getByRole("button", { name: "Inspect the URL" }).click();

  await driver.heading("Inspect").waitFor();
  await driver.field("Signer's secret").fill(secret);
  await driver.button("Check signature").click();
  await page.locator("#inspect-outcome", { hasText: "The signature is right" }).waitFor();

  await driver.open("Many");
  await driver.field("Keys").fill("a.txt\nb.txt");
  await driver.button("Sign links").click();
  await page.locator("#many-outcome", { hasText: "2 links" }).waitFor();

  await driver.open("Doctor");
  await driver.button("Check").click();
  await page.locator("#doctor-outcome", { hasText: "Everything works" }).waitFor();

  await driver.open("Credentials");
  await driver.paste(`{ "SecretAccessKey": ${JSON.stringify(secret)} }`, "Paste here");
  await page.getByText(/^Filled in/).waitFor();
  await driver.field("Paste here").fill(token);
  await page.locator("#credentials-cognito-get").click();
  await page.locator("#credentials-cognito-outcome:not(:empty)").waitFor();
  return [...before, ...(await secretsInUse(session))];
}

/** Returns the secret access key, the session token, and the signature of the link. */
async function secretsInUse({ driver }: PageSession): Promise<string[]> {
  const fields = ["Secret access key", "Session token"];
  const values = await Promise.all(fields.map((label) => driver.field(label).inputValue()));
  const link = (await driver.page.locator("#link").textContent()) ?? "";
  const secrets = [...values, new URL(link).searchParams.get("X-Amz-Signature") ?? ""];
  if (secrets.includes("")) throw new Error("The guest has no complete credentials.");
  return secrets;
}
