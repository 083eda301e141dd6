import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type CopiedRequest, parseRequestText } from "../../../www/parts/request-text.ts";

const QUERY = "X-Amz-Credential=AKIA%2Fx&X-Amz-Signature=0123abc";
const SIGNED = `https://bucket.s3.amazonaws.com/a%20(1).txt?${QUERY}`;

const TEXTS: [name: string, text: string, expected: Partial<CopiedRequest>][] = [
  ["a URL alone", SIGNED, {}],
  ["a URL with white space around it", `\n\t ${SIGNED} \r\n`, {}],
  ["a sentence that ends with a URL", `Your file: ${SIGNED}. Enjoy!`, {}],
  ["a URL in quotes", `"${SIGNED}"`, {}],
  [
    "a link in Markdown",
    `[Report](${SIGNED.replace(/[()]/g, "")})`,
    { url: SIGNED.replace(/[()]/g, "") },
  ],
  ["a second URL that is signed", `https://example.com/help ${SIGNED}`, {}],
  [
    "a URL of Signature Version 2",
    "see https://b.s3.amazonaws.com/a?AWSAccessKeyId=A&Signature=b%3D",
    {
      url: "https://b.s3.amazonaws.com/a?AWSAccessKeyId=A&Signature=b%3D",
    },
  ],
  ["a key with a raw space", `https://h/a b?${QUERY}`, { url: `https://h/a b?${QUERY}` }],
  ["a key with raw quotes", `https://h/it's"x"?${QUERY}`, { url: `https://h/it's"x"?${QUERY}` }],
  [
    "the source of a page",
    `<a href="${SIGNED.replaceAll("&", "&amp;")}">`,
    {
      url: SIGNED.replaceAll("&", "&amp;"),
    },
  ],
  [
    "JSON with escapes",
    JSON.stringify({ url: SIGNED }).replaceAll("/", "\\/").replaceAll("&", "\\u0026"),
    {},
  ],
  [
    "a curl command",
    `curl -X PUT -H 'Content-Type: image/png' \\\n  --header "x-amz-acl: private" '${SIGNED}'`,
    {
      method: "PUT",
      headers: { "Content-Type": "image/png", "x-amz-acl": "private" },
    },
  ],
  ["a curl command that uploads", `curl -T cat.jpg '${SIGNED}'`, { method: "PUT" }],
  ["a curl command for the headers", `curl -I '${SIGNED}'`, { method: "HEAD" }],
  ["a wget command", `wget --method=DELETE '${SIGNED}'`, { method: "DELETE" }],
  ["a PowerShell command", `Invoke-WebRequest -Method Put -Uri "${SIGNED}"`, { method: "PUT" }],
  ["a fetch call", `fetch("${SIGNED}", { method: "put" })`, { method: "PUT" }],
  ["a line of HTTP", `PUT ${SIGNED} HTTP/1.1`, { method: "PUT" }],
  ["a URL without a signature", "https://example.com/a", { url: "https://example.com/a" }],
];

describe("the request is found in", () => {
  for (const [name, text, expected] of TEXTS) {
    test(name, () => {
      assert.deepEqual(parseRequestText(text), { url: SIGNED, headers: {}, ...expected });
    });
  }
});

test("a text without a URL has no request", () => {
  assert.equal(parseRequestText("s3://bucket/key <script>alert(1)</script>"), undefined);
});

test("texts of 100,000 characters are parsed in 200 ms of CPU time", () => {
  for (const piece of ["http:// ", "http://h?signature= ", "\n-H 'a: ", 'method"  :', "GET  "]) {
    const start = process.cpuUsage();
    parseRequestText(piece.repeat(100_000 / piece.length));
    // CPU time, which a busy machine does not change.
    const took = process.cpuUsage(start).user / 1_000;
    assert.ok(took < 200, `${piece}: ${took} ms`);
  }
});
