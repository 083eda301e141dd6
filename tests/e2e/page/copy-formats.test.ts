import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Method } from "s3-signpost";
import type { SignedLink } from "../../../www/account/sign.ts";
import { type CopyFormat, formatLink } from "../../../www/link/copy-formats.ts";
import { warningsOf } from "../../../www/link/warnings.ts";

const URL_OF_LINK = "https://b.s3.eu-west-1.amazonaws.com/it's?a=1&b=2";

interface Change {
  method?: Method;
  url?: string;
  key?: string;
  headers?: Record<string, string>;
  accessKeyId?: string;
  sessionToken?: string;
  region?: string;
  endpoint?: string;
}

/** Returns a link, as signed by the page. */
function signedLink(change: Change = {}): SignedLink {
  const { method = "GET", url = URL_OF_LINK, key = "a/it's.txt", headers = {} } = change;
  const { region = "eu-west-1", endpoint, accessKeyId = "AKIDEXAMPLE", sessionToken } = change;
  return {
    link: {
      url,
      method,
      headers,
      expiresAt: new Date("2026-12-01T13:00:00Z"),
      limitedBy: "request",
      toString: () => url,
    },
    location: { region, bucket: "b", ...(endpoint && { endpoint }) },
    credentials: { accessKeyId, secretAccessKey: "s", ...(sessionToken && { sessionToken }) },
    request: { key, method, expiresIn: 60 },
    took: 1,
  };
}

const PUT = {
  method: "PUT",
  headers: { "Content-Type": "text/plain", "x-amz-meta-a": "b'c" },
} as const;

const TEXTS: [format: CopyFormat, change: Change, text: string][] = [
  ["markdown", { key: "a [1].txt" }, `[a \\[1\\].txt](${URL_OF_LINK})`],
  ["markdown", { url: "https://b/(1)" }, "[it's.txt](<https://b/(1)>)"],
  [
    "html",
    { key: "<b>.txt" },
    `<a href="https://b.s3.eu-west-1.amazonaws.com/it's?a=1&amp;b=2">&lt;b&gt;.txt</a>`,
  ],
  ["wget", {}, `wget -O 'it'\\''s.txt' 'https://b.s3.eu-west-1.amazonaws.com/it'\\''s?a=1&b=2'`],
  [
    "wget",
    { ...PUT, url: "https://b/k", key: "k" },
    `wget --method=PUT --body-file=k -O - --header='Content-Type: text/plain' --header='x-amz-meta-a: b'\\''c' https://b/k`,
  ],
  [
    "powershell",
    {},
    `Invoke-WebRequest -Uri 'https://b.s3.eu-west-1.amazonaws.com/it''s?a=1&b=2' -OutFile 'it''s.txt'`,
  ],
  [
    "powershell",
    { ...PUT, url: "https://b/k", key: "k" },
    `Invoke-WebRequest -Uri 'https://b/k' -Method Put -InFile 'k' -ContentType 'text/plain' -Headers @{ 'x-amz-meta-a' = 'b''c' }`,
  ],
  ["fetch", { url: "https://b/k" }, `const response = await fetch("https://b/k");`],
  [
    "fetch",
    { method: "PUT", url: "https://b/k" },
    `const response = await fetch("https://b/k", { method: "PUT", body: file });`,
  ],
  [
    "aws",
    { endpoint: "http://127.0.0.1:9000" },
    `aws s3 presign 's3://b/a/it'\\''s.txt' --expires-in 60 --region eu-west-1 --endpoint-url http://127.0.0.1:9000`,
  ],
];

describe("a link is copied", () => {
  for (const [format, change, text] of TEXTS) {
    test(`as ${format}: ${text}`, () => assert.equal(formatLink(format, signedLink(change)), text));
  }

  test("as a message with the name, the end and the link", () => {
    const [first, second] = formatLink("message", signedLink()).split("\n");
    assert.match(first ?? "", /^it's\.txt, until \w{3} (\d{1,2} \w{3} )?\d\d:\d\d \S+$/);
    assert.equal(second, URL_OF_LINK);
  });
});

const WARNINGS: [name: string, change: Change, pattern: RegExp | undefined][] = [
  ["a usual link", {}, undefined],
  ["a link of 2,049 characters", { url: `https://b/${"a".repeat(2039)}` }, /2,049 characters/],
  ["a link of 2,048 characters", { url: `https://b/${"a".repeat(2038)}` }, undefined],
  ["a key with an empty segment", { key: "a//b" }, /contains/],
  ["a key with a slash in front", { key: "/a" }, /contains/],
  ["a key with a space at its end", { key: "a " }, /ends with a space/],
  ["temporary credentials without a token", { accessKeyId: "ASIAEXAMPLE" }, /session token/],
  [
    "temporary credentials with a token",
    { accessKeyId: "ASIAEXAMPLE", sessionToken: "t" },
    undefined,
  ],
  ["an unknown region", { region: "mars-1" }, /no region mars-1/],
  [
    "a region of another service",
    { region: "mars-1", endpoint: "https://s3.example.com" },
    undefined,
  ],
  ["a link without encryption", { url: "http://s3.example.com/b/k" }, /not encrypted/],
  ["a link to this machine without encryption", { url: "http://127.0.0.1:9000/b/k" }, undefined],
];

describe("the warnings of a link:", () => {
  for (const [name, change, pattern] of WARNINGS) {
    test(`${name} has ${pattern ? "one" : "none"}`, () => {
      const texts = warningsOf(signedLink(change)).map(({ text }) => text);
      assert.equal(texts.length, pattern ? 1 : 0, texts.join("\n"));
      if (pattern) assert.match(texts[0] ?? "", pattern);
    });
  }

  test("a misspelled region has one with the region to use", () => {
    const [warning] = warningsOf(signedLink({ region: "EU-West1" }));
    assert.equal(warning?.region, "eu-west-1");
  });
});
