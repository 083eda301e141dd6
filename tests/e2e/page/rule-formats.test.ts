import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { tmpdir } from "node:os";
import { describe, test } from "node:test";
import { formatRule } from "../../../www/doctor/rule-formats.ts";

const rule = {
  AllowedOrigins: ["https://app.example"],
  AllowedMethods: ["GET", "PUT"],
  AllowedHeaders: ["*"],
  ExposeHeaders: ["ETag"],
  MaxAgeSeconds: 3600,
};
const report = { rule, text: { console: "console", cli: "cli", xml: "xml" } };

/** Runs a command in a shell in which the program prints its arguments, one in a line. */
function argumentsOf(program: string, command: string): string[] {
  const script = `${program}() { for argument in "$@"; do echo "$argument"; done; }\n${command}`;
  return execFileSync("sh", ["-c", script], { cwd: tmpdir(), encoding: "utf8" })
    .trimEnd()
    .split("\n");
}

describe("the CORS rule is formatted", () => {
  for (const [format, text] of [
    ["console", "console"],
    ["cli", "cli"],
    ["xml", "xml"],
    ["garage", "cli"],
    ["seaweedfs", "cli"],
    ["ceph", "cli"],
  ] as const) {
    test(`for ${format} as the package's ${text}`, () => {
      assert.equal(formatRule(format, report, "bucket"), text);
    });
  }

  test("for R2 with each request header by its name", () => {
    const [found] = JSON.parse(formatRule("r2", report, "bucket"));
    assert.deepEqual(
      [found.AllowedOrigins, found.AllowedMethods],
      [rule.AllowedOrigins, ["GET", "PUT"]],
    );
    assert(found.AllowedHeaders.includes("x-amz-checksum-mode"));
    assert(!found.AllowedHeaders.includes("*"));
  });

  test("for B2 as a command with the rule and the bucket as arguments", () => {
    const [, , option, json = "", bucket] = argumentsOf("b2", formatRule("b2", report, "it's"));
    assert.deepEqual([option, bucket], ["--cors-rules", "it's"]);
    assert.deepEqual(JSON.parse(json), [
      {
        corsRuleName: "s3-signpost",
        allowedOrigins: ["https://app.example"],
        allowedOperations: ["s3_get", "s3_put"],
        allowedHeaders: ["*"],
        exposeHeaders: ["ETag"],
        maxAgeSeconds: 3600,
      },
    ]);
  });

  test("for MinIO as its list of origins", () => {
    const [first = ""] = formatRule("minio", report, "bucket").split("\n");
    assert.deepEqual(argumentsOf("mc", first).at(-1), "cors_allow_origin=https://app.example");
  });
});
