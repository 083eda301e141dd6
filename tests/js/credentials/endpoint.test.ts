import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { endpointUrl } from "../../../js/credentials/endpoint.ts";
import { inRoot } from "../../../scripts/paths.mjs";

const vectors = readFileSync(inRoot("tests", "vectors", "credential_endpoints.json"), "utf8");
const cases: ["cognito-identity" | "sts", string, string][] = JSON.parse(vectors).cases;

for (const service of ["cognito-identity", "sts"] as const) {
  test(`the host of ${service} is botocore's in each region of every partition`, () => {
    const regions = cases.filter(([name]) => name === service);
    assert.ok(regions.length > 30);
    for (const [, region, url] of regions) {
      assert.equal(endpointUrl(service, region, undefined, "endpoint"), url);
    }
  });
}
