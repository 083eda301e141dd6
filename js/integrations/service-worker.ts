export {
  type PageCredentials,
  type PageCredentialsProvider,
  pageCredentials,
  provideCredentials,
} from "./service-worker-credentials.ts";
export type { ServeBucketOptions } from "./service-worker-options.ts";
export { type BucketClient, serveBucket } from "./service-worker-serve.ts";
