/**
 * Prints results of every function of the core as one JSON text: random cases with the seed in `SEED`. The first value is
 * whether the core is JavaScript.
 */

import { ALGORITHMS } from "../../../js/checksum/checksum.ts";
import { wasmChecksums } from "../../../js/checksum/wasm-checksums.ts";
import { Presigner } from "../../../js/presigner.ts";
import { registeredCore } from "../../../js/wasm/registered-core.ts";
import { casesOf, ourUrl } from "../../differential/cases.ts";
import { formCases, ourForm } from "../../differential/forms.ts";
import { operations } from "../../differential/operations.ts";
import { sample } from "../../differential/seed.ts";
import { anyText } from "../../differential/text.ts";

/** Cases of each operation, for each signature version. */
const CASES = 4;
const NOW = new Date("2026-01-02T03:04:05Z");
Date.now = () => NOW.getTime();

/** Returns the result of a call, or the error's code, message and field. */
function outcome(call: () => unknown): unknown {
  try {
    return call();
  } catch (error) {
    const { code, message, field, index } = error as Record<string, unknown>;
    return { code, message, field, index };
  }
}

const versions = ["v4", "v2"] as const;
const urls = versions.flatMap((signature) =>
  operations.flatMap((operation) =>
    sample(casesOf(operation, "sdk", signature), CASES, operation + signature).map((one) =>
      outcome(() => ourUrl(one, { signature })),
    ),
  ),
);
const forms = versions.flatMap((signature) =>
  sample(formCases("sdk", signature), 40, `forms ${signature}`).map((one) =>
    outcome(() => ourForm(one, { signature })),
  ),
);
const presigner = new Presigner({
  region: "eu-west-1",
  bucket: "bucket",
  credentials: {
    accessKeyId: "AKIDEXAMPLE",
    secretAccessKey: "wJalrXUtn",
    sessionToken: "T".repeat(900),
  },
});
const keys = sample(anyText(0, 1_200), 300, "keys");
const batches = [keys, keys.filter(Boolean), keys.map((_, index) => `photos/${index}.jpg`)].map(
  (batch) => outcome(() => presigner.presignMany(batch, { signingDate: NOW })),
);
const hostile = sample(anyText(0, 200), 100, "urls").flatMap((text) => [
  outcome(() => presigner.sign(`s3://bucket/${text}`)),
  outcome(() => presigner.presign(`s3://${text}`)),
]);
const bytes = new TextEncoder().encode(JSON.stringify(urls));
const checksums = ALGORITHMS.map((algorithm) => {
  const running = wasmChecksums.start(algorithm);
  running?.update(bytes);
  const whole = running?.digest();
  const part = bytes.subarray(0, 24);
  return [String(whole), String(wasmChecksums.combine(algorithm, part, part, bytes.length))];
});

process.stdout.write(
  JSON.stringify([registeredCore() !== undefined, { urls, forms, batches, hostile, checksums }]),
);
