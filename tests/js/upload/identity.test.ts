import assert from "node:assert/strict";
import { test } from "node:test";
import { S3 } from "../../../js/s3.ts";

const MIB = 1024 * 1024;
const FILE = new File([new Uint8Array(11 * MIB)], "film.mp4", { lastModified: 1_700_000_000_000 });
const KEY = { secretAccessKey: "wJalrXUtnFEMI", sessionToken: "IQoJb3JpZ2luX2VjEXAMPLE" };
const DENIED = "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>";
const EXPIRED = "<Error><Code>ExpiredToken</Code></Error>";
const GONE = "<Error><Code>NoSuchUpload</Code></Error>";

interface Signed {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
  identityId?: string;
}

/**
 * Uploads in parts while the provider changes from the first credentials to the second, which the service rejects with
 * `rejection` from the second part on.
 */
async function switching(
  first: Signed,
  second: Signed,
  rejection: [number, string],
  { resumed = false } = {},
) {
  let calls = 0;
  let parts = 0;
  const items = new Map<string, string>();
  const s3 = new S3({
    region: "eu-west-1",
    bucket: "photos",
    credentials: async () => (calls++ === 0 ? first : second),
    retry: { attempts: 1 },
    storage: {
      getItem: (key) => items.get(key) ?? null,
      setItem: (key, value) => void items.set(key, value),
      removeItem: (key) => void items.delete(key),
    },
    fetch: async (input, init) => {
      const { searchParams } = new URL(String(input));
      if (init?.method === "DELETE") return new Response(null, { status: 204 });
      if (searchParams.has("uploads"))
        return new Response(
          "<InitiateMultipartUploadResult><UploadId>u</UploadId></InitiateMultipartUploadResult>",
        );
      if (init?.method === "GET" || init?.method === undefined) {
        return new Response("<ListPartsResult><IsTruncated>false</IsTruncated></ListPartsResult>");
      }
      parts += 1;
      if (resumed && parts === 1) throw new TypeError("fetch failed");
      if (parts === 1 || (resumed && parts === 2))
        return new Response(null, { headers: { etag: '"1"' } });
      const isOld = searchParams.get("X-Amz-Credential")?.startsWith(first.accessKeyId);
      return isOld
        ? new Response(EXPIRED, { status: 400 })
        : new Response(rejection[1], { status: rejection[0] });
    },
  });
  const options = { key: "film.mp4", via: "multipart", partSize: 5 * MIB } as const;
  const startUpload = () =>
    s3.upload(FILE, { ...options, concurrency: 1, checksum: false, resumable: true });
  if (resumed) await assert.rejects(startUpload(), { code: "NetworkOrCors" });
  const error = await startUpload().then(
    () => assert.fail("It must fail"),
    (error) => error,
  );
  return { error, items };
}

for (const [what, first, second] of [
  [
    "another Cognito identity",
    { accessKeyId: "ASIAFIRST", identityId: "eu-west-1:1", ...KEY },
    { accessKeyId: "ASIASECOND", identityId: "eu-west-1:2", ...KEY },
  ],
  [
    "another long-term key",
    { accessKeyId: "AKIAFIRST", secretAccessKey: "s" },
    { accessKeyId: "AKIASECOND", secretAccessKey: "s" },
  ],
] as [string, Signed, Signed][]) {
  for (const rejection of [
    [403, DENIED],
    [404, GONE],
  ] as [number, string][]) {
    test(`a ${rejection[0]} for ${what} than the upload's fails with IdentityChanged`, async () => {
      const { error, items } = await switching(first, second, rejection);
      assert.equal(error.name, "CredentialsError");
      assert.equal(error.code, "IdentityChanged");
      assert.equal(error.cause.status, rejection[0]);
      assert.equal(items.size, 1);
    });
  }
}

for (const [what, first, second] of [
  [
    "new keys of the same identity",
    { accessKeyId: "ASIAFIRST", identityId: "eu-west-1:1", ...KEY },
    { accessKeyId: "ASIASECOND", identityId: "eu-west-1:1", ...KEY },
  ],
  [
    "temporary keys that do not say whose they are",
    { accessKeyId: "ASIAFIRST", ...KEY },
    { accessKeyId: "ASIASECOND", ...KEY },
  ],
] as [string, Signed, Signed][]) {
  test(`a rejection of ${what} stays S3's own error`, async () => {
    const { error } = await switching(first, second, [403, DENIED]);
    assert.deepEqual([error.name, error.code], ["ServiceError", "AccessDenied"]);
  });
}

test("another identity than the one that resumed the upload fails with IdentityChanged", async () => {
  const first = { accessKeyId: "ASIAFIRST", identityId: "eu-west-1:1", ...KEY };
  const second = { accessKeyId: "ASIASECOND", identityId: "eu-west-1:2", ...KEY };
  const { error } = await switching(first, second, [403, DENIED], { resumed: true });
  assert.equal(error.code, "IdentityChanged");
});
