import assert from "node:assert/strict";
import { test } from "node:test";
import { firstDifference } from "../../../js/explain/difference.ts";
import type { ErrorDocument } from "../../../js/http/error-document.ts";

/* The error documents are made from AWS's own example. */

const TOKEN = "FwoGZXIvYXdzEXAMPLE%2F%2Ftoken%2Bwith%3D%3D";
const TOKEN_DECODED = "FwoGZXIvYXdzEXAMPLE//token+with==";
const SIGNATURE = "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404";
const QUERY = `X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-Security-Token=${TOKEN}&X-Amz-SignedHeaders=content-type%3Bhost&versionId=a%2Fb`;
const HASH = "3bfa292879f6447bbcda7001decf97f4a54dc650c8942174ae0a9121cf58ad04";
const ID = "AKIAIOSFODNN7EXAMPLE";
const HOST = "examplebucket.s3.amazonaws.com";
const URL = `https://${HOST}/a%20b//c.txt?${QUERY}&X-Amz-Signature=${SIGNATURE}`;
/** The canonical request of the unchanged request. */
const CANONICAL_REQUEST = `PUT\n/a%20b//c.txt\n${QUERY}\ncontent-type:image/png\nhost:${HOST}\n\ncontent-type;host\nUNSIGNED-PAYLOAD`;
const SCOPE = "20130524/us-east-1/s3/aws4_request";
const stringToSign = (scope: string) => `AWS4-HMAC-SHA256\n20130524T000000Z\n${scope}\n${HASH}`;

type Shown = [part: string, cause: string, ours: string, theirs: string] | undefined;

/** Compares a document with the request that was sent; `sent` replaces its method, URL or headers. */
function compare(document: ErrorDocument, sent: object = {}): Shown {
  const request = { method: "PUT", url: URL, headers: { "Content-Type": " image/png " }, ...sent };
  const found = firstDifference(document, request as Parameters<typeof firstDifference>[1]);
  const output = JSON.stringify(found ?? {});
  for (const secret of [TOKEN, TOKEN_DECODED, SIGNATURE]) {
    assert.ok(!output.includes(secret), output);
  }
  return found && [found.part, found.cause, found.ours, found.theirs];
}

const compareV4 = (CanonicalRequest: string, StringToSign = stringToSign(SCOPE)) =>
  compare({ CanonicalRequest, StringToSign, AWSAccessKeyId: ID });

/** Returns the difference if S3 signed `to` instead of `from`. */
function compareAfter(from: string, to: string): Shown {
  assert.ok(CANONICAL_REQUEST.includes(from), from);
  return compareV4(CANONICAL_REQUEST.replace(from, to));
}

test("an unchanged request was signed with another secret", () => {
  assert.deepEqual(compareV4(CANONICAL_REQUEST), ["secret", "SecretWrong", ID, ID]);
});

test("lines of a document may end with a carriage return", () => {
  const [request, text] = [CANONICAL_REQUEST, stringToSign(SCOPE)].map(
    (lines) => `${lines.replaceAll("\n", "\r\n")}\r`,
  );
  assert.equal(compareV4(request as string, text)?.[0], "secret");
});

test("a document without an access key id shows that of the request", () => {
  const CanonicalRequest = CANONICAL_REQUEST;
  assert.deepEqual(compare({ CanonicalRequest }), ["secret", "SecretWrong", ID, ID]);
});

test("a changed method is reported", () => {
  assert.deepEqual(compareAfter("PUT\n", "GET\n"), ["method", "MethodChanged", "PUT", "GET"]);
});

for (const [theirs, cause] of [
  ["/a%2520b//c.txt", "EncodedTwice"],
  ["/a+b//c.txt", "Reencoded"],
  ["/a%20b/c.txt", "Normalized"],
  ["/s3/a%20b//c.txt", "PrefixChanged"],
  ["/b//c.txt", "PathChanged"],
] as const) {
  test(`${theirs} as the signed path is ${cause}`, () => {
    const path = "/a%20b//c.txt";
    assert.deepEqual(compareAfter(path, theirs), ["path", cause, path, theirs]);
  });
}

test("paths that are not UTF-8 are compared by their bytes", () => {
  const sent = { url: URL.replace("/a%20b//c.txt", "/%ff") };
  const compareTo = (path: string) =>
    compare({ CanonicalRequest: CANONICAL_REQUEST.replace("/a%20b//c.txt", path) }, sent);
  assert.equal(compareTo("/%FF")?.[1], "Reencoded");
  assert.equal(compareTo("/%FE")?.[1], "PathChanged");
});

for (const [from, to, cause, ours, theirs] of [
  ["&versionId=a%2Fb", "", "Removed", "versionId=a%2Fb", ""],
  ["&versionId", "&utm=1&versionId", "Added", "", "utm=1"],
  ["versionId=a%2Fb", "versionId=a/b", "Reencoded", "versionId=a%2Fb", "versionId=a/b"],
  ["versionId=a%2Fb", "versionId=a%252Fb", "EncodedTwice", "versionId=a%2Fb", "versionId=a%252Fb"],
  ["versionId=a%2Fb", "versionId=c", "Changed", "versionId=a%2Fb", "versionId=c"],
] as const) {
  test(`${to || "nothing"} instead of ${from} in the query is ${cause}`, () => {
    assert.deepEqual(compareAfter(from, to), ["query", cause, ours, theirs]);
  });
}

test("a parameter whose name is encoded differently is the same parameter", () => {
  assert.deepEqual(compareAfter("versionId=a%2Fb", "version%49d=c"), [
    "query",
    "Changed",
    "versionId=a%2Fb",
    "version%49d=c",
  ]);
});

test("a changed session token is reported without its value", () => {
  const hidden = "X-Amz-Security-Token=(hidden)";
  assert.deepEqual(compareAfter("token%2Bwith", "token%20with"), [
    "query",
    "Reencoded",
    hidden,
    hidden,
  ]);
});

test("secrets in other parts of the document are hidden", () => {
  const theirs = `/${SIGNATURE}/${TOKEN_DECODED}/${TOKEN}`;
  assert.equal(compareAfter("/a%20b//c.txt", theirs)?.[3], "/(hidden)/(hidden)/(hidden)");
});

test("a secret header of the request is hidden in the document", () => {
  const headers = { "content-type": "image/png", "x-amz-meta-token": "s3cr3t" };
  const CanonicalRequest = CANONICAL_REQUEST.replace("c.txt", "s3cr3t");
  assert.equal(compare({ CanonicalRequest }, { headers })?.[3], "/a%20b//(hidden)");
});

test("a host changed by a proxy is reported", () => {
  assert.deepEqual(compareAfter(`host:${HOST}`, "host:internal:8080"), [
    "headers",
    "HostChanged",
    `host:${HOST}`,
    "host:internal:8080",
  ]);
});

test("a changed host is reported only if nothing else differs", () => {
  const proxied = CANONICAL_REQUEST.replace(`host:${HOST}`, "host:internal");
  for (const [from, to, part] of [
    ["host:internal", "host:other", "headers"],
    ["PUT\n", "GET\n", "method"],
    [";host\n", ";host;x-amz-acl\n", "signedHeaders"],
  ] as const) {
    assert.equal(compareV4(proxied.replace(from, to))?.[0], part, to);
  }
});

for (const [to, cause, theirs] of [
  ["content-type:image/png;charset=utf-8\n", "Changed", "content-type:image/png;charset=utf-8"],
  ["content-type:\n", "Removed", "content-type:"],
  ["", "Removed", ""],
] as const) {
  test(`${JSON.stringify(to)} as the signed Content-Type is ${cause}`, () => {
    assert.deepEqual(compareAfter("content-type:image/png\n", to), [
      "headers",
      cause,
      "content-type:image/png",
      theirs,
    ]);
  });
}

test("an added header is reported, without the value of a cookie", () => {
  assert.deepEqual(compareAfter("host:", "cookie:a=b\nhost:"), [
    "headers",
    "Added",
    "",
    "cookie:(hidden)",
  ]);
});

test("a signed header without a value is reported as removed", () => {
  const CanonicalRequest = CANONICAL_REQUEST.replace("image/png", "");
  assert.deepEqual(
    compare({ CanonicalRequest, StringToSign: stringToSign(SCOPE) }, { headers: {} }),
    ["headers", "Removed", "content-type:(unknown)", "content-type:"],
  );
});

test("runs of spaces and tabs in a header are one space, as AWS signs them", () => {
  const headers = { "content-type": "\t image/png \t; a " };
  const CanonicalRequest = CANONICAL_REQUEST.replace("image/png", "image/png ; a");
  assert.equal(compare({ CanonicalRequest }, { headers })?.[0], "secret");
});

test("a body of another size is reported", () => {
  const signed = (text: string) => text.replace("content-type%3Bhost", "content-length%3Bhost");
  const CanonicalRequest = signed(CANONICAL_REQUEST)
    .replace("content-type:image/png", "content-length:12")
    .replace("content-type;host", "content-length;host");
  for (const [headers, ours] of [
    [{}, "content-length:(unknown)"],
    [{ "Content-Length": "10" }, "content-length:10"],
  ] as const) {
    assert.deepEqual(
      compare(
        { CanonicalRequest, StringToSign: stringToSign(SCOPE) },
        { url: signed(URL), headers },
      ),
      ["headers", "SizeChanged", ours, "content-length:12"],
    );
  }
});

test("changed signed headers are reported", () => {
  assert.equal(compareAfter("content-type;host\nUN", "host\nUN")?.[0], "signedHeaders");
});

test("a payload hash that S3 signed is reported", () => {
  assert.deepEqual(compareAfter("UNSIGNED-PAYLOAD", HASH), [
    "payload",
    "PayloadSigned",
    "UNSIGNED-PAYLOAD",
    HASH,
  ]);
});

test("a changed scope is reported even without a canonical request", () => {
  const theirs = "20130524/eu-west-1/s3/aws4_request";
  const changed = ["scope", "ScopeChanged", SCOPE, theirs];
  assert.deepEqual(compareV4(CANONICAL_REQUEST, stringToSign(theirs)), changed);
  assert.deepEqual(compareV4("", stringToSign(theirs)), changed);
});

test("a changed date parameter counts as scope", () => {
  const found = compareAfter("X-Amz-Date=20130524T000000Z", "X-Amz-Date=20130525T000000Z");
  assert.deepEqual(found?.slice(0, 2), ["scope", "ScopeChanged"]);
});

test("a document without a canonical request gives no difference if the scope is equal", () => {
  assert.equal(compareV4(""), undefined);
  assert.equal(compareV4("", ""), undefined);
});

test("truncated and garbled documents are compared or give no difference", () => {
  const text = stringToSign(SCOPE);
  for (const [whole, compareText] of [
    [CANONICAL_REQUEST, (changed: string) => compareV4(changed)],
    [text, (changed: string) => compareV4(CANONICAL_REQUEST, changed)],
  ] as const) {
    for (let at = 0; at < whole.length; at += 1) {
      compareText(whole.slice(0, at));
      for (const piece of ["&", "\n", "%", ":", "\r", "é"]) {
        compareText(whole.slice(0, at) + piece + whole.slice(at));
      }
    }
  }
});

const SENT_V2 = {
  url: `https://awsexamplebucket1.s3.us-west-1.amazonaws.com/photos/puppy.jpg?AWSAccessKeyId=${ID}&x-amz-security-token=${TOKEN}&Expires=1175139620&uploadId=a%2Fb&Signature=1No4mq5ETf02z8aet9voy6gui6E%3D`,
  headers: { "content-type": "image/jpeg" },
};
const STRING_TO_SIGN_V2 = `PUT\n\nimage/jpeg\n1175139620\nx-amz-security-token:${TOKEN_DECODED}\n/awsexamplebucket1/photos/puppy.jpg?uploadId=a/b`;

test("an unchanged V2 request was signed with another secret", () => {
  assert.deepEqual(compare({ StringToSign: STRING_TO_SIGN_V2 }, SENT_V2), [
    "secret",
    "SecretWrong",
    ID,
    ID,
  ]);
});

for (const [from, to, ...expected] of [
  ["PUT", "POST", "method", "MethodChanged", "PUT", "POST"],
  [
    "image/jpeg",
    "text/plain",
    "headers",
    "Changed",
    "content-type:image/jpeg",
    "content-type:text/plain",
  ],
  ["1175139620", "1175139621", "query", "Changed", "Expires=1175139620", "Expires=1175139621"],
  ["\nx-amz-s", "\nx-amz-acl:private\nx-amz-s", "headers", "Added", "", "x-amz-acl:private"],
  [
    "puppy",
    "kitten",
    "path",
    "PathChanged",
    "/photos/puppy.jpg?uploadId=a/b",
    "/awsexamplebucket1/photos/kitten.jpg?uploadId=a/b",
  ],
] as const) {
  test(`${JSON.stringify(to)} instead of ${JSON.stringify(from)} in a V2 request is reported`, () => {
    const StringToSign = STRING_TO_SIGN_V2.replace(from, to);
    assert.deepEqual(compare({ StringToSign }, SENT_V2), expected);
  });
}

test("an x-amz- parameter of V2 is compared as a header", () => {
  const sent = {
    method: "GET",
    url: `https://s3.test/bucket/key?AWSAccessKeyId=${ID}&Expires=1175139620&X-Amz-Request-Payer=requester&Signature=1No4mq5ETf02z8aet9voy6gui6E%3D`,
    headers: {},
  };
  const StringToSign = "GET\n\n\n1175139620\nx-amz-request-payer:requester\n/bucket/key";
  assert.deepEqual(compare({ StringToSign }, sent), ["secret", "SecretWrong", ID, ID]);
});

test("the sub-resources of a V2 request are compared in their order, without encoding", () => {
  const sent = {
    method: "GET",
    url: `https://s3.test/b/k?AWSAccessKeyId=${ID}&Expires=1&select-type=2&select&response-content-type=a%20b&x=y&Signature=a%3D`,
    headers: {},
  };
  const StringToSign = "GET\n\n\n1\n/b/k?response-content-type=a b&select&select-type=2";
  assert.equal(compare({ StringToSign }, sent)?.[0], "secret");
});

test("a document over the comparison limit gives no difference", () => {
  const many = (separator: string) =>
    Array.from({ length: 10_000 }, (_, index) => `${separator}a${index}=`).join("");
  const CanonicalRequest = CANONICAL_REQUEST.replace("X-Amz", `${many("&")}&X-Amz`);
  assert.equal(compare({ CanonicalRequest }, { url: URL + many("&") }), undefined);
});
