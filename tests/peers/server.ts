import type { Credentials } from "../../js/credentials/provider.ts";
import { Presigner } from "../../js/presigner.ts";
import type { SignerOptions } from "../../js/signing.ts";

/** An S3 on this machine, with a bucket to write to. */
export interface Server {
  /** As the table names it. */
  name: string;
  endpoint: string;
  region: string;
  bucket: string;
  credentials: Credentials;
  /** Where the server gives any out. */
  temporary?: Credentials;
  /** `http://host:port` below whose host it knows its buckets. */
  virtualHost?: string;
  /** It looks at V2 signatures in URLs, instead of taking whoever sends one for anybody. */
  verifiesV2Urls: boolean;
  stop(): Promise<void>;
}

export type SignatureVersion = "v4" | "v2";

/** A signer for a server. */
export function signerFor(
  server: Server,
  signature: SignatureVersion,
  options: Partial<SignerOptions> & { credentials?: Credentials } = {},
): Presigner {
  const { endpoint, region, bucket, credentials } = server;
  return new Presigner({ endpoint, region, bucket, credentials, signature, ...options });
}
