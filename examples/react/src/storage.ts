import { cognito, type LiveSigner, S3 } from "s3-signpost";

/*
 * The local stack of the repository. For AWS, set the identity pool, the region and the bucket to yours, and remove both
 * endpoints.
 */
const guest = cognito({
  identityPoolId: "eu-west-1:51690057-0000-4000-8000-000000000000",
  endpoint: "http://127.0.0.1:8082",
});

export const s3 = new S3({
  region: "eu-west-1",
  bucket: "signpost-demo",
  endpoint: "http://127.0.0.1:8081",
  credentials: guest,
});

export interface Connection {
  /** Signs the links. Its credentials are renewed in the background. */
  signer: LiveSigner;
  /** Start of the keys of this guest. The IAM role can limit each guest to it. */
  folder: string;
}

export async function connect(): Promise<Connection> {
  const signer = await s3.signer({ expiresIn: 300 });
  const { identityId } = await guest();
  return { signer, folder: `users/${identityId}/` };
}
