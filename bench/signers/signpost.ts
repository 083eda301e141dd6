import { Presigner, S3 } from "s3-signpost";
import { bucket, credentials, expiresIn, form, region } from "../case.ts";
import { oneByOne, type Signer } from "../signer.ts";

const presigner = () => new Presigner({ region, bucket, credentials });

/** The reference for the ratios of all URLs. */
export const presign: Signer = {
  name: "s3-signpost, presign",
  from: "s3-signpost",
  method: "GET",
  create() {
    const signer = presigner();
    return oneByOne((key) => signer.presign({ key, expiresIn }).url);
  },
};

export const presignMany: Signer = {
  name: "s3-signpost, presignMany",
  from: "s3-signpost",
  method: "GET",
  batch: 10_000,
  create() {
    const signer = presigner();
    return (keys) => signer.presignMany(keys, { expiresIn });
  },
};

/** Signs all keys in one call. */
export const presignManyWhole: Signer = {
  name: "s3-signpost, presignMany, in one call",
  from: "s3-signpost",
  method: "GET",
  create: presignMany.create,
};

export const presignManyMixed: Signer = {
  ...presignMany,
  name: "s3-signpost, presignMany, mixed keys",
  mixed: true,
};

export const clientPresignMany: Signer = {
  name: "s3-signpost, S3.presignMany",
  from: "s3-signpost",
  method: "GET",
  batch: 10_000,
  create() {
    const s3 = new S3({ region, bucket, credentials });
    return (keys) => s3.presignMany(keys, { expiresIn });
  },
};

export const presignPost: Signer = {
  name: "s3-signpost, presignPost",
  from: "s3-signpost",
  method: "POST",
  create() {
    const signer = presigner();
    return oneByOne((key) => {
      const { url, fields } = signer.presignPost({ key, expiresIn, ...form });
      return { url, fields };
    });
  },
};
