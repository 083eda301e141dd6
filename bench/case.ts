/** What every signer signs: GETs of the same keys, by the same temporary credentials, for the same time. */

export const region = "eu-west-1";
export const bucket = "examplebucket";
export const expiresIn = 300;

/** AWS's example key; the token is as long as Cognito's are, about 900 characters. */
export const credentials = {
  accessKeyId: "ASIAIOSFODNN7EXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
  sessionToken: `IQoJb3JpZ2luX2VjE${"q7/Zd+0Vb3JyZWN0SG9yc2VCYXR0ZXJ5".repeat(27)}Xw==`,
};

/** For a form: what both `createPresignedPost` and `presignPost` are asked for. */
export const form = { contentType: "image/jpeg", maxSize: 10 * 1024 * 1024 };

/** Where AWS serves the bucket. */
export const host = `${bucket}.s3.${region}.amazonaws.com`;

/** Forty characters, as photographs are called. */
export function keyOf(index: number): string {
  return `photos/2026/summer/IMG_${String(index).padStart(7, "0")}-large.jpg`;
}

/** From 34 to 60 characters and with letters that are escaped, so that keys do not lie alike in SHA-256's blocks. */
export function mixedKeyOf(index: number): string {
  const name = "Ferien am See, große Runde".slice(0, (index * 7) % 27);
  return `photos/2026/${name}/IMG_${String(index).padStart(7, "0")}.jpg`;
}

export function keysUpTo(count: number, of: (index: number) => string = keyOf): string[] {
  return Array.from({ length: count }, (_, index) => of(index));
}
