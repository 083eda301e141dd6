import assert from "node:assert/strict";
import { test } from "node:test";
import { backOff, readRetryPolicy, retryPolicy } from "../../../js/http/retry-policy.ts";
import { Options } from "../../../js/options.ts";

test("back-off doubles with each failure, up to maxDelay", () => {
  const policy = { baseDelay: 100, maxDelay: 500 };
  const delays = [1, 2, 3, 4, 5, 2_000].map((failures) => backOff(policy, failures, 1));
  assert.deepEqual(delays, [100, 200, 400, 500, 500, 500]);
});

test("the jitter of back-off covers the whole delay", () => {
  const policy = { baseDelay: 100, maxDelay: 500 };
  const delays = [0, 0.5, 1].map((random) => backOff(policy, 2, random));
  assert.deepEqual(delays, [0, 100, 200]);
});

test("a retry option that is missing has its default", () => {
  const defaults = { attempts: 5, baseDelay: 300, maxDelay: 20_000, stallTimeout: 30_000 };
  assert.deepEqual(retryPolicy({ attempts: 2 }), { ...defaults, attempts: 2 });
  assert.deepEqual(readRetryPolicy(undefined), defaults);
  const options = new Options({ baseDelay: 0 }, Object.keys(defaults));
  assert.deepEqual(readRetryPolicy(options), { ...defaults, baseDelay: 0 });
});
