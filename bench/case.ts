/*
 * The request of the benchmark: all signers sign the same keys, with the same temporary credentials and the same expiry.
 */

export const region = "eu-west-1";
export const bucket = "examplebucket";
export const expiresIn = 300;

/** AWS's example key. The token has the usual length of Cognito's, about 900 characters. */
export const credentials = {
  accessKeyId: "ASIAIOSFODNN7EXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
  sessionToken: `IQoJb3JpZ2luX2VjE${"q7/Zd+0Vb3JyZWN0SG9yc2VCYXR0ZXJ5".repeat(27)}Xw==`,
};

/** Options of the form, for `createPresignedPost` and `presignPost`. */
export const form = { contentType: "image/jpeg", maxSize: 10 * 1024 * 1024 };

/** Virtual-hosted address of the bucket. */
export const host = `${bucket}.s3.${region}.amazonaws.com`;

/** Returns a key of 40 characters, as photographs have. */
export function keyOf(index: number): string {
  return `photos/2026/summer/IMG_${String(index).padStart(7, "0")}-large.jpg`;
}

/** Returns a key of 34 to 60 characters, some of them escaped: such keys differ in their SHA-256 blocks. */
export function mixedKeyOf(index: number): string {
  const name = "Ferien am See, große Runde".slice(0, (index * 7) % 27);
  return `photos/2026/${name}/IMG_${String(index).padStart(7, "0")}.jpg`;
}

export function firstKeys(count: number, key: (index: number) => string = keyOf): string[] {
  return Array.from({ length: count }, (_, index) => key(index));
}
