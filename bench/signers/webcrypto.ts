import { credentials, expiresIn, host, region } from "../case.ts";
import { allAtOnce, awaitedOneByOne, type Signer } from "../signer.ts";

const encoder = new TextEncoder();

/**
 * Returns the fastest possible signer on WebCrypto: one digest and one HMAC for each URL, with a signing key that is
 * imported once. It supports one bucket, and keys without escaped characters.
 */
function sign(): (key: string) => Promise<string> {
  const instant = new Date().toISOString().replace(/[-:]|\.\d+/g, "");
  const scope = `${instant.slice(0, 8)}/${region}/s3/aws4_request`;
  const query = [
    "X-Amz-Algorithm=AWS4-HMAC-SHA256",
    `X-Amz-Credential=${encodeURIComponent(`${credentials.accessKeyId}/${scope}`)}`,
    `X-Amz-Date=${instant}`,
    `X-Amz-Expires=${expiresIn}`,
    `X-Amz-Security-Token=${encodeURIComponent(credentials.sessionToken)}`,
    "X-Amz-SignedHeaders=host",
  ].join("&");
  const request = `\n${query}\nhost:${host}\n\nhost\nUNSIGNED-PAYLOAD`;
  const toSign = `AWS4-HMAC-SHA256\n${instant}\n${scope}\n`;
  const signingKey = deriveKey(scope);
  return async (key) => {
    const hash = await crypto.subtle.digest("SHA-256", encoder.encode(`GET\n/${key}${request}`));
    const text = encoder.encode(toSign + hex(hash));
    const signature = await crypto.subtle.sign("HMAC", await signingKey, text);
    return `https://${host}/${key}?${query}&X-Amz-Signature=${hex(signature)}`;
  };
}

async function deriveKey(scope: string): Promise<CryptoKey> {
  let key = await hmacKey(encoder.encode(`AWS4${credentials.secretAccessKey}`));
  for (const part of scope.split("/")) {
    key = await hmacKey(await crypto.subtle.sign("HMAC", key, encoder.encode(part)));
  }
  return key;
}

function hmacKey(bytes: BufferSource): Promise<CryptoKey> {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  return crypto.subtle.importKey("raw", bytes, algorithm, false, ["sign"]);
}

const digits = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

function hex(bytes: ArrayBuffer): string {
  let text = "";
  for (const byte of new Uint8Array(bytes)) text += digits[byte];
  return text;
}

export const webCrypto: Signer = {
  name: "WebCrypto floor",
  from: "the engine",
  method: "GET",
  create: () => awaitedOneByOne(sign()),
};

export const webCryptoAtOnce: Signer = {
  name: "WebCrypto floor, all at once",
  from: "the engine",
  method: "GET",
  batch: 400,
  create: () => allAtOnce(sign()),
};
