/*
 * The local stack of the repository. For AWS, set the identity pool, the region and the bucket to yours, and remove both
 * endpoints.
 */
export const pool = {
  identityPoolId: "eu-west-1:51690057-0000-4000-8000-000000000000",
  endpoint: "http://127.0.0.1:8082",
};

export const bucket = {
  region: "eu-west-1",
  bucket: "signpost-demo",
  endpoint: "http://127.0.0.1:8081",
};
