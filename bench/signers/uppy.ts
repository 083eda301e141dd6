// The package does not export its signer; this is the one that its client calls.
import {
  createSigV4Presigner,
  type SignerConfig,
} from "../../node_modules/@uppy/aws-s3/lib/s3-client/signer.js";
import { credentials, expiresIn, host, region } from "../case.ts";
import { awaitedOneByOne, type Signer } from "../signer.ts";

const options: SignerConfig = { ...credentials, region, endpoint: `https://${host}` };

/** As `S3mini` uses it: created anew for each URL, so that its cached signing key is never used. */
export const uppy: Signer = {
  name: "Uppy, as shipped",
  from: "@uppy/aws-s3",
  method: "PUT",
  create: () =>
    awaitedOneByOne(async (key) => {
      const { url } = await createSigV4Presigner(options)({ method: "PUT", key, expiresIn });
      return url;
    }),
};

export const uppyReused: Signer = {
  name: "Uppy, signer reused",
  from: "@uppy/aws-s3",
  method: "PUT",
  create() {
    const sign = createSigV4Presigner(options);
    return awaitedOneByOne(async (key) => (await sign({ method: "PUT", key, expiresIn })).url);
  },
};
