import { type Method, Presigner, type PresignRequest, SignpostError } from "s3-signpost";
import { decode } from "../object-address.ts";
import { type SignedUrl, sessionTokenOf, signatureOf } from "./signed-url.ts";

const METHODS: readonly Method[] = ["GET", "PUT", "HEAD", "DELETE", "POST"];

/** A way to read the address of a URL: which part of it is the bucket. */
interface Reading {
  bucket: string;
  key: string;
  endpoint: string;
  addressing: "virtual" | "path";
}

/** Values that a signature depends on, and that are not in the URL. */
export interface Unsigned {
  secretAccessKey: string;
  /** Values of the signed headers other than `host`. */
  headers: Record<string, string>;
}

/**
 * Signs the same request again with a secret, for each method and each reading of the address. Returns the method whose
 * signature is the one of the URL; `undefined` if none is. Sends no request.
 *
 * @throws {SignpostError} if this package cannot sign such a request
 */
export function findMethod(signed: SignedUrl, unsigned: Unsigned): Method | undefined {
  const expected = signatureOf(signed.url);
  const errors: unknown[] = [];
  let attempts = 0;
  for (const reading of readings(signed)) {
    for (const method of METHODS) {
      attempts += 1;
      try {
        if (signatureOf(signAgain(signed, reading, method, unsigned)) === expected) return method;
      } catch (error) {
        if (!(error instanceof SignpostError)) throw error;
        errors.push(error);
      }
    }
  }
  if (errors.length === attempts) throw errors[0];
  return undefined;
}

function signAgain(
  { url, inspection, parameters }: SignedUrl,
  { bucket, key, ...location }: Reading,
  method: Method,
  { secretAccessKey, headers }: Unsigned,
): string {
  const { accessKeyId, region = "us-east-1", signature } = inspection;
  const sessionToken = sessionTokenOf(url);
  const presigner = new Presigner({
    ...location,
    region,
    signature,
    credentials: { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) },
  });
  try {
    const request: PresignRequest = {
      method,
      headers,
      query: Object.fromEntries(parameters),
      ...validity(inspection),
      ...(bucket && { bucket }),
      ...(key && { key }),
    };
    return presigner.presign(request).url;
  } finally {
    presigner.free();
  }
}

/** Version 2 signs only the expiry, and the signing date must be before it. */
function validity({
  signedAt,
  expiresAt,
}: SignedUrl["inspection"]): Pick<PresignRequest, "signingDate" | "expiresAt" | "expiresIn"> {
  return signedAt
    ? { signingDate: signedAt, expiresIn: (expiresAt.getTime() - signedAt.getTime()) / 1000 }
    : { signingDate: new Date(expiresAt.getTime() - 1000), expiresAt };
}

/**
 * Returns the readings of a URL: with the bucket in the path, and in the host. `inspect` reads the URL of a host that is not
 * AWS's with the bucket in the path, which may be wrong.
 */
function readings({ url, inspection }: SignedUrl): Reading[] {
  const { bucket, key } = inspection;
  const { protocol, host, origin, pathname } = new URL(url);
  const [firstLabel = ""] = host.split(".");
  const inHost = (name: string, key: string): Reading => ({
    bucket: name,
    key,
    endpoint: `${protocol}//${host.slice(name.length + 1)}`,
    addressing: "virtual",
  });
  const name = bucket.startsWith("arn:") ? firstLabel : bucket;
  const found: Reading[] = [{ bucket, key, endpoint: origin, addressing: "path" }];
  if (name && host.startsWith(`${name}.`)) found.push(inHost(name, key));
  if (firstLabel !== name && host.includes("."))
    found.push(inHost(firstLabel, decode(pathname.slice(1))));
  return found;
}
