import { Presigner, S3 } from "s3-signpost";
import { bucket, credentials, expiresIn, form, host, region } from "../case.ts";
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

/** A window of a second, so that a URL has the lifetime of all other signers. */
const signOptions = { expiresIn, cacheWindow: 1 };

/** Signs URLs that have not been signed before: each call writes the host in other capitals. */
export const sign: Signer = {
  name: "s3-signpost, sign",
  from: "s3-signpost",
  method: "GET",
  create() {
    const signer = presigner();
    let calls = 0;
    return (keys) => {
      calls += 1;
      const start = `https://${capitals(host, calls)}/`;
      return oneByOne((key) => signer.sign(start + key, signOptions))(keys);
    };
  },
};

/** Signs the same URLs again and again, as a map or a player does. */
export const signAgain: Signer = {
  name: "s3-signpost, sign, the same URLs",
  from: "s3-signpost",
  method: "GET",
  batch: 500,
  create() {
    const signer = presigner();
    return oneByOne((key) => signer.sign(`https://${host}/${key}`, signOptions));
  },
};

/** Returns `text` with capitals where `bits` has ones. */
function capitals(text: string, bits: number): string {
  return text.replace(/./g, (letter, at: number) =>
    (bits >> at) & 1 ? letter.toUpperCase() : letter,
  );
}

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
