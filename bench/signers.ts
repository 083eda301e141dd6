import type { Signer } from "./signer.ts";
import { aws4fetch, aws4fetchAtOnce } from "./signers/aws4fetch.ts";
import {
  sdkPresignedPost,
  sdkRequestPresigner,
  sdkSignedUrl,
  sdkSignedUrlAtOnce,
} from "./signers/sdk.ts";
import {
  clientPresignMany,
  presign,
  presignMany,
  presignManyMixed,
  presignPost,
} from "./signers/signpost.ts";
import { uppy, uppyReused } from "./signers/uppy.ts";
import { webCrypto, webCryptoAtOnce } from "./signers/webcrypto.ts";

/** Those that work wherever a page does; the first is what the others are measured by. */
export const everywhere: readonly Signer[] = [
  presign,
  presignMany,
  presignManyMixed,
  clientPresignMany,
  webCrypto,
  webCryptoAtOnce,
  aws4fetch,
  aws4fetchAtOnce,
  uppy,
  uppyReused,
  sdkRequestPresigner,
  sdkSignedUrl,
  sdkSignedUrlAtOnce,
  presignPost,
  sdkPresignedPost,
];
