import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { runInNewContext } from "node:vm";
import { Presigner, type PresignerOptions, type SignUrlOptions } from "s3-signpost";

/** AWS's example key. */
const credentials = {
  accessKeyId: "AKIAIOSFODNN7EXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
};
/** The start of a window of 900 seconds. */
const START = Date.UTC(2026, 0, 2, 3, 0, 0);
const HOST = "https://photos.s3.us-west-2.amazonaws.com";

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["Date"], now: START });
});

function presigner(options: Partial<PresignerOptions> = {}): Presigner {
  return new Presigner({ region: "us-west-2", bucket: "photos", credentials, ...options });
}

/** The URL that `presign` makes for the same object, options and instant. */
function presigned(signer: Presigner, key: string, options: object = {}): string {
  return signer.presign({ key, cacheWindow: 900, ...options }).url;
}

const error = (code: string, field: string) => ({ code, field });

test("the URL of an object is presigned as `presign` signs its key", () => {
  for (const url of [
    `${HOST}/a%20b/%C3%BC.jpg`,
    "https://s3.us-west-2.amazonaws.com/photos/a b/ü.jpg",
    "http://photos.s3.amazonaws.com/a%20b/%c3%bc.jpg",
    "https://photos.s3-accelerate.amazonaws.com/a%20b/%C3%BC.jpg",
    "s3://photos/a b/ü.jpg",
  ]) {
    const signer = presigner();
    assert.equal(signer.sign(url), presigned(signer, "a b/ü.jpg"), url);
  }
});

test("a URL object is read by its address", () => {
  const signer = presigner();
  const foreign = runInNewContext("new URL(text)", { URL, text: "https://foreign.example/a" });
  assert.equal(signer.sign(new URL(`${HOST}/a`)), presigned(signer, "a"));
  assert.equal(signer.sign(foreign), "https://foreign.example/a");
});

test("the key of an S3 URI is encoded in a URL object, and not in a string", () => {
  const signer = presigner();
  const url = new URL("s3://photos/a b%25");
  assert.equal(signer.sign(url.href), presigned(signer, "a%20b%25"));
  assert.equal(signer.sign(url), presigned(signer, "a b%"));
  assert.equal(signer.sign(new URL("s3://other/a b")), "s3://other/a%20b");
});

test("a presigned URL is signed anew", () => {
  for (const signature of ["v4", "v2"] as const) {
    const temporary = { ...credentials, sessionToken: "token" };
    const other = presigner({ signature, credentials: temporary, addressing: "path" });
    const old = other.presign({
      key: "a",
      method: "HEAD",
      expiresIn: 5,
      query: { versionId: "1/2", "x-amz-request-payer": "requester" },
      response: { downloadAs: "ü+.txt" },
    });
    const signer = presigner();
    const expected = presigned(signer, "a", {
      query: { versionId: "1/2", "x-amz-request-payer": "requester" },
      response: { downloadAs: "ü+.txt" },
    });
    assert.equal(signer.sign(old.url), expected);
    assert.equal(signer.sign(expected), expected);
  }
});

test("the fragment stays after the signature", () => {
  const signer = presigner();
  assert.equal(signer.sign(`${HOST}/a#page=2`), `${presigned(signer, "a")}#page=2`);
  assert.equal(signer.sign(`${HOST}/a`), presigned(signer, "a"));
});

test("any other URL is returned as it is", () => {
  for (const url of [
    "",
    "segments/1.ts",
    "data:,a b",
    "blob:null/1-2",
    " https://foreign.example/a b ",
    "https://other.s3.us-west-2.amazonaws.com/a",
    "https://photos.s3.eu-west-1.amazonaws.com/a",
    "s3://other/a",
    HOST,
    `${HOST}/?list-type=2#a`,
    "s3://photos",
  ]) {
    assert.equal(presigner().sign(url), url);
  }
});

test("without a bucket, objects of any bucket are signed", () => {
  const signer = new Presigner({ region: "us-west-2", credentials });
  for (const bucket of ["photos", "videos"]) {
    const expected = signer.presign({ bucket, key: "a", cacheWindow: 900 }).url;
    assert.equal(signer.sign(`https://${bucket}.s3.us-west-2.amazonaws.com/a`), expected);
    assert.equal(signer.sign(`s3://${bucket}/a`), expected);
  }
});

test("method, expiresIn and cacheWindow are those of the options", () => {
  const options = { method: "HEAD", expiresIn: 60, cacheWindow: 10 } as const;
  const signer = presigner();
  assert.equal(signer.sign(`${HOST}/a`, options), presigned(signer, "a", options));
  for (const method of ["PUT", "DELETE"] as const) {
    assert.equal(signer.sign(`${HOST}/a`, { method }), presigned(signer, "a", { method }));
  }
});

test("the longest `expiresIn` needs no other `cacheWindow`", () => {
  const expiresIn = 604_800;
  const signed = presigner().sign(`${HOST}/a`, { expiresIn });
  assert.match(signed, /&X-Amz-Expires=604800&/);
  assert.match(presigner().sign(`${HOST}/a`, { expiresIn: expiresIn - 100 }), /Expires=604800&/);
  const endpoint = "https://s3.test";
  const v2 = presigner({ signature: "v2", endpoint });
  assert.match(
    v2.sign("s3://photos/a", { expiresIn: 31_536_000 }),
    /^https:\/\/s3.test\/photos\/a/,
  );
});

test("options that are no valid ones are errors, for foreign URLs too", () => {
  const signer = presigner();
  for (const [options, code, field] of [
    [{ method: "POST" }, "InvalidOption", "method"],
    [{ method: "get" }, "InvalidOption", "method"],
    [{ expiresIn: "1" }, "InvalidOption", "expiresIn"],
    [{ expiresIn: 1.5 }, "InvalidExpiry", "expiresIn"],
    [{ cacheWindow: -1 }, "InvalidExpiry", "cacheWindow"],
    [{ expiresAt: new Date() }, "InvalidOption", "expiresAt"],
    ["GET", "InvalidOption", "options"],
    [null, "InvalidOption", "options"],
  ] as [SignUrlOptions, string, string][]) {
    for (const url of [`${HOST}/a`, "https://foreign.example/"]) {
      assert.throws(() => signer.sign(url, options), error(code, field), JSON.stringify(options));
    }
  }
  for (const [options, field] of [
    [{ expiresIn: 0 }, "expiresIn"],
    [{ expiresIn: 604_801 }, "expiresIn"],
    [{ cacheWindow: 0 }, "cacheWindow"],
    [{ expiresIn: 604_800, cacheWindow: 2 }, "cacheWindow"],
  ] as [SignUrlOptions, string][]) {
    assert.throws(() => signer.sign(`${HOST}/a`, options), error("InvalidExpiry", field));
  }
});

test("a value that is neither a string nor a URL is an error", () => {
  const throwing = {
    get [Symbol.toStringTag]() {
      throw new Error("secret");
    },
  };
  for (const url of [
    undefined,
    null,
    1,
    {},
    [],
    { href: `${HOST}/a` },
    new Request(HOST),
    throwing,
  ]) {
    assert.throws(() => presigner().sign(url as string), error("InvalidOption", "url"));
  }
});

test("dot segments of a URL are resolved, as browsers do before they send a request", () => {
  const signer = presigner();
  for (const path of ["models/../textures/a", "models/%2e%2E/textures/./a", "../textures/%2E/a"]) {
    for (const _ of ["first", "after another URL with the same start"]) {
      const url = `${HOST}/${path}?versionId=1#t=2`;
      assert.equal(signer.sign(url), signer.sign(`${HOST}/textures/a?versionId=1#t=2`), path);
      assert.equal(signer.sign(`${HOST}/${path}`), presigned(signer, "textures/a"), path);
    }
  }
});

test("dot segments that lead out of a bucket's path make a URL of another bucket", () => {
  const url = "https://s3.us-west-2.amazonaws.com/photos/../other/a";
  assert.equal(presigner().sign(url), url);
});

test("the key of an S3 URI with a dot segment is not addressable", () => {
  for (const key of ["../a", "a/./b", "a/.."]) {
    const uri = `s3://photos/${key}`;
    assert.throws(() => presigner().sign(uri), error("KeyNotAddressable", "key"), key);
  }
});

test("a URL of the bucket that cannot be decoded is an error", () => {
  const signer = presigner();
  for (const _ of ["first", "after another URL with the same start"]) {
    for (const path of ["100%", "%ff", "a\\b", "a\nb"]) {
      assert.throws(() => signer.sign(`${HOST}/${path}`), error("InvalidUrl", "url"), path);
    }
    assert.throws(() => signer.sign(`${HOST}/a?b=1&b=1`), error("InvalidQuery", "url"));
    assert.throws(() => signer.sign(`${HOST}/${"a".repeat(1_025)}`), { code: "InvalidKey" });
    signer.sign(`${HOST}/known`);
  }
});

test("equal URLs have equal results until the window ends", () => {
  const signer = presigner();
  const first = signer.sign(`${HOST}/a`);
  for (const seconds of [0, 1, 450, 899]) {
    mock.timers.setTime(START + seconds * 1_000 + 999);
    assert.equal(signer.sign(`${HOST}/a`), first);
    assert.equal(presigner().sign(`${HOST}/a`), first, "another signer with the same key");
  }
  mock.timers.setTime(START + 900_000);
  const next = signer.sign(`${HOST}/a`);
  assert.notEqual(next, first);
  assert.equal(next, presigned(signer, "a"));
});

test("if the clock is set back, a URL is signed for the earlier window", () => {
  const signer = presigner();
  mock.timers.setTime(START + 900_000);
  const later = signer.sign(`${HOST}/a`);
  mock.timers.setTime(START);
  assert.equal(signer.sign(`${HOST}/a`), presigned(presigner(), "a"));
  assert.notEqual(signer.sign(`${HOST}/a`), later);
});

test("a remembered URL is not returned for other options", () => {
  const signer = presigner();
  const urls = [
    {},
    { method: "HEAD" },
    { method: "PUT" },
    { expiresIn: 60 },
    { cacheWindow: 1 },
    { expiresIn: 60, cacheWindow: 1 },
  ].map((options) => [options, signer.sign(`${HOST}/a`, options as SignUrlOptions)] as const);
  assert.equal(new Set(urls.map(([, url]) => url)).size, urls.length);
  for (const [options, url] of urls) {
    assert.equal(signer.sign(`${HOST}/a`, options as SignUrlOptions), url);
  }
});

test("a remembered URL is not returned after the credentials have expired", () => {
  const expiration = new Date(START + 10_500);
  const signer = presigner({ credentials: { ...credentials, expiration } });
  const signed = signer.sign(`${HOST}/a`);
  mock.timers.setTime(START + 9_999);
  assert.equal(signer.sign(`${HOST}/a`), signed);
  for (const seconds of [11, 899]) {
    mock.timers.setTime(START + seconds * 1_000);
    assert.throws(() => signer.sign(`${HOST}/a`), { code: "CredentialsExpired" });
    assert.equal(signer.sign("https://foreign.example/"), "https://foreign.example/");
  }
});

test("after free(), every URL is an error", () => {
  const signer = presigner();
  signer.sign(`${HOST}/a`);
  signer.free();
  for (const url of [`${HOST}/a`, `${HOST}/b`, "https://foreign.example/", "a.jpg"]) {
    assert.throws(() => signer.sign(url), { code: "PresignerFreed" });
  }
});

test("more URLs than are remembered are signed as `presign` signs them", () => {
  const signer = presigner();
  for (const round of [1, 2]) {
    for (let at = 0; at < 3_000; at += 1) {
      const key = `tiles/${at}.png`;
      const signed = signer.sign(`${HOST}/${key}`);
      if (at % 100 === 0) assert.equal(signed, presigned(signer, key), `${key} in round ${round}`);
    }
  }
});
