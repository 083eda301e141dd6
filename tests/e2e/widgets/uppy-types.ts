/**
 * `s3-signpost/uppy` is assignable to the types of Uppy 6. The suite `types` and `npm run lint` compile this file; it is
 * never run.
 */

import AwsS3, { type AwsS3Options } from "@uppy/aws-s3";
import Uppy, { type Body, type Meta, type UppyFile } from "@uppy/core";
import { type CognitoProvider, S3 } from "../../../js/index.ts";
import { awsS3Options, S3Uploader, signRequest } from "../../../js/integrations/uppy.ts";

interface PhotoMeta extends Meta {
  caption: string;
}
interface PhotoBody extends Body {
  location: string;
}

declare const s3: S3;
declare const provider: CognitoProvider;

export const bySignRequest = new Uppy().use(AwsS3, { signRequest: signRequest(s3) });

export const byOptions = new Uppy<PhotoMeta, PhotoBody>().use(AwsS3, {
  ...awsS3Options(s3, {
    key: (file) => `photos/${file.name}`,
    metadata: ({ meta }) => ({ caption: String(meta["caption"]) }),
  }),
  shouldUseMultipart: true,
});

export const byUploader = new Uppy<PhotoMeta, PhotoBody>().use(S3Uploader, {
  s3,
  key: (file: UppyFile<PhotoMeta, PhotoBody>) => file.meta.caption,
  upload: { resumable: true },
});

export const plugin: S3Uploader | undefined = new Uppy().getPlugin<S3Uploader>("S3Uploader");

/** Credentials of a Cognito identity pool for Uppy's own signer. */
export const byCredentials: AwsS3Options<Meta, Body> = {
  s3Endpoint: "https://photos.s3.eu-west-1.amazonaws.com",
  getCredentials: async () => {
    const { expiration, ...credentials } = await provider();
    return {
      credentials: { ...credentials, expiration: expiration.toISOString() },
      region: "eu-west-1",
    };
  },
};

// @ts-expect-error `s3` is required.
new Uppy().use(S3Uploader, {});

/** The result is still a source of credentials of this package. */
export const client = new S3({ region: "eu-west-1", credentials: provider });
