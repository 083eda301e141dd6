/**
 * Signs the GET of AWS's page "Authenticating Requests: Using Query Parameters (AWS Signature Version 4)".
 *
 * @param {Pick<typeof import("s3-signpost"), "Presigner">} signpost the package, however it was loaded
 * @returns the signature
 */
export function sign({ Presigner }) {
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
  return new URL(url).searchParams.get("X-Amz-Signature");
}

/**
 * Downloads the sample object of the local stack and uploads a copy, with the credentials of an identity pool.
 *
 * @param {Pick<typeof import("s3-signpost"), "cognito" | "S3">} signpost the package, however it was loaded
 * @returns the key of the copy
 */
export async function transfer({ cognito, S3 }) {
  const s3 = new S3({
    region: "eu-west-1",
    bucket: "signpost-demo",
    endpoint: "http://127.0.0.1:8081",
    credentials: cognito({
      identityPoolId: "eu-west-1:51690057-0000-4000-8000-000000000000",
      endpoint: "http://127.0.0.1:8082",
    }),
  });
  const { blob } = await s3.download("hello.txt");
  const key = `uploads/copy-${crypto.randomUUID()}.txt`;
  await s3.upload(new Blob([(await blob?.text()) ?? ""]), { key });
  return key;
}

/**
 * Signs, downloads and uploads.
 *
 * @param {Pick<typeof import("s3-signpost"), "cognito" | "Presigner" | "S3">} signpost
 * @returns a report as JSON, with the stack of the error if one was thrown
 */
export async function check(signpost) {
  try {
    return JSON.stringify({ signature: sign(signpost), copy: await transfer(signpost) });
  } catch (error) {
    return JSON.stringify({ error: describe(error) });
  }
}

/** @param {unknown} error */
function describe(error) {
  return error instanceof Error ? `${error.stack ?? error}` : String(error);
}
