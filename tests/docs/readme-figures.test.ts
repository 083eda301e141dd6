import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { applications } from "../../bench/applications.ts";
import { bundleSize } from "../../bench/bundle-size.ts";
import { inRoot } from "../../scripts/paths.mjs";

/** Share by which a bundle may differ from its figure before the README must change. */
const TOLERANCE = 0.05;

/** Returns the row of a table in Markdown with this title. */
function row(file: string, title: string): string[] {
  const line = readFileSync(inRoot(file), "utf8")
    .split("\n")
    .find((text) => text.startsWith(`| ${title} `));
  assert(line, `${file} has no row "${title}"`);
  return line.split("|").slice(2, -1);
}

// The bundles of the AWS SDK take seconds to compress, and change only with its version: `npm run size` measures them.
describe("the sizes in the README are those of the bundles", () => {
  for (const [title, column, name] of [
    ["Page that signs links", 0, "Presigner alone"],
    ["Page that signs links", 4, "AwsClient"],
    ["Page with transfers and Cognito", 0, "transfers with Cognito: S3, cognito"],
    ["Page with transfers and Cognito", 3, "the plugin, with @uppy/core"],
  ] as const) {
    test(`${title}: ${name}`, async () => {
      const application = applications.find((candidate) => candidate.name === name);
      assert(application);
      const kibibytes = Number(/([\d.]+) KiB/.exec(row("README.md", title)[column] ?? "")?.[1]);
      const measured = ((await bundleSize(application))?.brotli ?? 0) / 1024;
      const difference = Math.abs(measured / kibibytes - 1);
      assert.ok(difference < TOLERANCE, `README.md has ${kibibytes} KiB, measured ${measured}`);
    });
  }
});

describe("the times in the README are those of bench/results.md", () => {
  for (const [title, engine] of [
    ["One link, in Node", 0],
    ["One link, in Chromium", 1],
  ] as const) {
    for (const [column, signer] of [
      [0, "s3-signpost, presign"],
      [1, "AWS SDK, getSignedUrl"],
      [3, "Uppy, signer reused"],
      [4, "aws4fetch"],
      [5, "minio-js"],
    ] as const) {
      test(`${title}: ${signer}`, () => {
        const measured = /\((.*)\)/.exec(row("bench/results.md", signer)[engine] ?? "")?.[1];
        assert.equal(row("README.md", title)[column]?.trim(), measured ?? "–");
      });
    }
  }
});

describe("the transfers in the README are those of bench/transfers.md", () => {
  const sections = readFileSync(inRoot("bench", "transfers.md"), "utf8").split("\n## ");

  /** Returns a cell such as "2.6 s, checked". */
  function transfer(section: string, contender: string): string {
    const text = sections.find((one) => one.startsWith(`${section}\n`)) ?? "";
    const line = text.split("\n").find((one) => one.startsWith(`| ${contender} `)) ?? "";
    const [, , time = "", checks = ""] = line.split("|");
    const milliseconds = Number(/\((.*) ms\)/.exec(time)?.[1]?.replace(/\D/g, ""));
    const seconds = (milliseconds / 1000).toFixed(1);
    return `${seconds} s, ${checks.trim() === "nothing" ? "unchecked" : "checked"}`;
  }

  for (const [title, section, column, contender] of [
    ["200 MiB up, in Chromium", "200 MiB up", 0, "s3-signpost"],
    ["200 MiB up, in Chromium", "200 MiB up", 1, "AWS SDK, lib-storage and GetObject"],
    ["200 MiB up, in Chromium", "200 MiB up", 2, "Amplify Storage"],
    ["200 MiB up, in Chromium", "200 MiB up", 3, "Uppy"],
    ["200 MiB down, in Chromium", "200 MiB down to a Blob", 0, "s3-signpost"],
    [
      "200 MiB down, in Chromium",
      "200 MiB down to a Blob",
      1,
      "AWS SDK, lib-storage and GetObject",
    ],
    ["200 MiB down, in Chromium", "200 MiB down to a Blob", 2, "Amplify Storage"],
  ] as const) {
    test(`${title}: ${contender}`, () => {
      assert.equal(row("README.md", title)[column]?.trim(), transfer(section, contender));
    });
  }
});
