import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { PresignRequest } from "../../js/types.ts";
import { Botocore } from "./botocore.ts";
import { assertSameUrl, type Case, casesOf, ourUrl } from "./cases.ts";
import { sdkUrl } from "./sdk.ts";
import { check } from "./seed.ts";

const CASES = 60;

let botocore: Botocore;
before(() => {
  botocore = new Botocore();
});
after(() => botocore.stop());

const SIGNERS = {
  botocore: (one: Case) => botocore.url(one, "s3v4"),
  sdk: sdkUrl,
} as const;

for (const operation of ["PutObject", "CompleteMultipartUpload"]) {
  for (const signer of ["botocore", "sdk"] as const) {
    test(`${operation}: ${signer} signs the headers of size, checksum and overwrite in the same way`, async () => {
      let count = 0;
      await check(casesOf(operation, signer), CASES, async (one) => {
        const options = optionsOf(one);
        if (Object.keys(options).length > 1) count += 1;
        assertSameUrl(ourUrl(one, {}, options), await SIGNERS[signer](one));
      });
      assert.ok(count > 0);
    });
  }
}

/** Returns the options that stand for headers of the case, and its other headers. */
function optionsOf({ call }: Case): Partial<PresignRequest> {
  const {
    "content-length": size,
    "x-amz-checksum-crc32": value,
    "if-none-match": condition,
    ...headers
  } = call.headers ?? {};
  return {
    headers,
    ...(size === undefined ? {} : { size: Number(size) }),
    ...(value === undefined ? {} : { checksum: { algorithm: "CRC32", value } }),
    ...(condition === undefined ? {} : { overwrite: false }),
  };
}
