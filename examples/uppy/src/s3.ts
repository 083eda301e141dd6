import { cognito, S3 } from "s3-signpost";

const {
  VITE_REGION: region,
  VITE_BUCKET: bucket,
  VITE_IDENTITY_POOL_ID: identityPoolId,
  VITE_S3_ENDPOINT: endpoint,
  VITE_COGNITO_ENDPOINT: cognitoEndpoint,
} = import.meta.env;

/** The client of the bucket in `.env`, for a guest of the identity pool. */
export const s3 = new S3({
  region,
  bucket,
  endpoint,
  credentials: cognito({ identityPoolId, endpoint: cognitoEndpoint }),
});
