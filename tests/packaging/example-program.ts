/**
 * Returns a program that signs the GET of AWS's page "Authenticating Requests: Using Query Parameters (AWS Signature
 * Version 4)" and prints the signature. It is valid JavaScript and TypeScript.
 */
export function exampleProgram(packageName = "s3-signpost"): string {
  return `import { Presigner } from ${JSON.stringify(packageName)};

const presigner = new Presigner({
  credentials: {
    accessKeyId: "AKIAIOSFODNN7EXAMPLE",
    secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
  },
  region: "us-east-1",
  bucket: "examplebucket",
  endpoint: "https://s3.amazonaws.com",
  addressing: "virtual",
});
const { url } = presigner.presign({
  key: "test.txt",
  signingDate: new Date("2013-05-24T00:00:00Z"),
  expiresIn: 86400,
});
const signature = new URL(url).searchParams.get("X-Amz-Signature");
Object.assign(globalThis, { result: signature });
console.log(signature);
`;
}

/** Signature of `exampleProgram`, from the same page. */
export const PUBLISHED_SIGNATURE =
  "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404";
