import type { Credentials } from "../../js/credentials/provider.ts";

export type SignatureVersion = "v4" | "v2";

export const signatureVersions: readonly SignatureVersion[] = ["v4", "v2"];

/** Cognito Identity and STS at one endpoint. */
export interface IdentityService {
  endpoint: string;
  /** Allows guests and Google logins, in the enhanced and the basic flow. */
  identityPoolId: string;
  /** Role of the pool's identities. */
  roleArn: string;
  /** Role that a Google login can assume directly, by AssumeRoleWithWebIdentity. */
  googleRoleArn: string;
}

/** The signatures that a server verifies. The others it accepts unchecked, or does not support. */
export interface VerifiedSignatures {
  v4: boolean;
  v2: boolean;
  /** The signature and the conditions of a POST policy. */
  policies: boolean;
}

/** An S3 server on this machine, with a bucket to write to. */
export interface Server {
  /** Heading of the server's column in the table. */
  name: string;
  endpoint: string;
  region: string;
  bucket: string;
  credentials: Credentials;
  /** Credentials with a session token, if the server supports them. */
  temporaryCredentials?: Credentials;
  /** Service whose temporary credentials the server accepts. */
  identity?: IdentityService;
  /** Endpoint `http://host:port` for virtual-hosted addressing. */
  virtualHost?: string;
  verifies: VerifiedSignatures;
  /** Accepts form POST. */
  formPost: boolean;
  /** Accepts SSE-C over plain HTTP; AWS requires HTTPS. */
  customerKeys?: true;
  /** Applies the CORS rules of a bucket. */
  corsRules?: true;
  /** Name of a bucket with Object Lock. */
  lockBucket?: string;
  /** Set to false if signed URLs of the bucket itself fail, such as those of its listings. */
  bucketUrls?: false;
  stop(): Promise<void>;
}
