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
  sign,
  signAgain,
} from "./signers/signpost.ts";
import { uppy, uppyReused } from "./signers/uppy.ts";
import { webCrypto, webCryptoAtOnce } from "./signers/webcrypto.ts";

/** Signers that run in Node and in browsers. The first is the reference for the ratios. */
export const portableSigners: readonly Signer[] = [
  presign,
  sign,
  signAgain,
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
