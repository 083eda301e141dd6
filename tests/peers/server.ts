import type { Credentials } from "../../js/credentials/provider.ts";
import { Presigner } from "../../js/presigner.ts";
import type { SignerOptions } from "../../js/types.ts";

/** Cognito Identity and STS at one address. */
export interface IdentityServer {
  endpoint: string;
  /** Open to guests and to logins of Google's, by the enhanced and by the basic flow. */
  identityPoolId: string;
  /** The role of the pool's identities. */
  roleArn: string;
  /** A role that a login of Google's may assume by itself. */
  googleRoleArn: string;
}

/** Kinds of signatures that a server verifies. One whose URLs are not looked at is not asked about them. */
export interface Verified {
  v4: boolean;
  v2: boolean;
  /** The signature and the conditions of a policy. */
  policies: boolean;
}

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
  /** Who gives them out, where the server knows them by that. */
  identity?: IdentityServer;
  /** `http://host:port` below whose host it knows its buckets. */
  virtualHost?: string;
  /** The signatures that it verifies. A server that takes a bad signature is still asked whether it takes a good one. */
  verifies: Verified;
  /** Whether it takes uploads by form. */
  forms: boolean;
  /** It encrypts by a customer's key over plain HTTP, which AWS refuses. */
  customerKeys?: true;
  /** A bucket with Object Lock. */
  lockBucket?: string;
  /** Whether URLs of the bucket itself work, such as those of its listings. Default: they do. */
  lists?: false;
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
