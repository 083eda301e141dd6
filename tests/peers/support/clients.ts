import type { Credentials } from "../../../js/credentials/provider.ts";
import { Presigner } from "../../../js/presigner.ts";
import { S3, type S3Options } from "../../../js/s3.ts";
import type { SignerOptions } from "../../../js/types.ts";
import type { Server, SignatureVersion } from "../server.ts";

/** Returns a signer for the server's bucket. */
export function signerFor(
  server: Server,
  signature: SignatureVersion,
  options: Partial<SignerOptions> & { credentials?: Credentials } = {},
): Presigner {
  const { endpoint, region, bucket, credentials } = server;
  return new Presigner({ endpoint, region, bucket, credentials, signature, ...options });
}

/** Returns a client for the server's bucket. */
export function clientFor(server: Server, options: Partial<S3Options> = {}): S3 {
  const { endpoint, region, bucket, credentials } = server;
  return new S3({ endpoint, region, bucket, credentials, ...options });
}
