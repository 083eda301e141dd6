import { Presigner, SignpostError } from "s3-signpost";

/** Returns the signer's error for a key, regardless of the account. */
export function keyErrors(sign: (presigner: Presigner) => unknown): SignpostError[] {
  const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" };
  const presigner = new Presigner({ region: "us-east-1", bucket: "bucket", credentials });
  try {
    sign(presigner);
    return [];
  } catch (error) {
    if (error instanceof SignpostError) return [error];
    throw error;
  } finally {
    presigner.free();
  }
}
