import assert from "node:assert/strict";
import { test } from "node:test";
import { PresignError } from "../../../js/errors.ts";
import { splitUrl } from "../../../js/url/split-url.ts";

test("a URL is split as in the URL standard", () => {
  assert.deepEqual(splitUrl("HTTP://Host.example:8080/a/?b=/c?d#e#f"), {
    isHttps: false,
    host: "host.example:8080",
    hostName: "host.example",
    path: "/a/",
    query: "b=/c?d",
    fragment: "#e#f",
  });
});

test("the host has no default port of its scheme", () => {
  for (const [url, host, hostName] of [
    ["https://h:443/", "h", "h"],
    ["http://h:80", "h", "h"],
    ["https://h:80/", "h:80", "h"],
    ["https://h:/", "h", "h"],
    ["http://[::1]", "[::1]", "[::1]"],
    ["http://[::1]:9000/", "[::1]:9000", "[::1]"],
  ] as const) {
    const parts = splitUrl(url);
    assert.deepEqual([parts.host, parts.hostName], [host, hostName], url);
  }
});

test("white space around a URL is ignored", () => {
  assert.equal(splitUrl(" \n\thttps://b.s3.amazonaws.com/a\n").path, "/a");
});

test("a megabyte of white space is rejected in linear time", () => {
  assert.throws(() => splitUrl(`a${" ".repeat(1_000_000)}b`), PresignError);
});

for (const url of [
  "",
  "b",
  "s3://b/a",
  "https:/b/a",
  "https://",
  "https:///a",
  "https://:80/a",
  "https://b.s3.amazonaws.com:x/a",
  "https://b.s3.amazonaws.com:70000/a",
  "https://b.s3.amazonaws.com@evil.example/a",
  "https://b.s3.amazonaws.com\\@evil.example/a",
  "https://b.s3.amazonaws.com/a b",
  "https://b.s3.amazonaws.com/a\nb",
  "https://b.s3.amazonaws.com/a\u007f",
  "https://b\u{e9}.s3.amazonaws.com/a",
]) {
  test(`${JSON.stringify(url)} is rejected`, () => {
    assert.throws(() => splitUrl(url), { name: "PresignError", code: "InvalidUrl", field: "url" });
  });
}
