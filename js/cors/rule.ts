import { ALGORITHMS, checksumHeader } from "../checksum/checksum.ts";
import type { CorsReport, CorsRule, CorsUse } from "./report.ts";
import { METHODS, USES } from "./uses.ts";

/** Returns a rule that allows these uses. A request has to be signed, so that every header may be allowed. */
export function ruleFor(origin: string | undefined, uses: readonly CorsUse[]): CorsRule {
  return {
    // A page without an origin of its own sends `null`, as any other such page does.
    AllowedOrigins: [origin && origin !== "null" ? origin : "*"],
    AllowedMethods: METHODS.filter((method) =>
      uses.some((use) => USES[use].methods.includes(method)),
    ),
    AllowedHeaders: ["*"],
    ExposeHeaders: [
      "ETag",
      "Date",
      "Content-Range",
      "Retry-After",
      "x-amz-request-id",
      "x-amz-version-id",
      ...ALGORITHMS.map(checksumHeader),
    ],
    MaxAgeSeconds: 3_600,
  };
}

/** Returns the rule in the formats of the S3 console, of the AWS CLI in a POSIX shell, and of PutBucketCors. */
export function textsOf(
  rule: CorsRule,
  bucket: string,
  endpoint: string | undefined,
): CorsReport["text"] {
  const json = JSON.stringify({ CORSRules: [rule] });
  const service = endpoint === undefined ? "" : ` --endpoint-url ${quote(endpoint)}`;
  const elements = Object.entries(rule).flatMap(([name, values]) =>
    // The elements are named in the singular; MaxAgeSeconds is no list.
    [values]
      .flat()
      .map((value) => element(Array.isArray(values) ? name.slice(0, -1) : name, value)),
  );
  return {
    console: JSON.stringify([rule], null, 2),
    cli: `aws s3api put-bucket-cors${service} --bucket ${quote(bucket)} --cors-configuration ${quote(json)}`,
    xml: element("CORSConfiguration", element("CORSRule", elements.join(""))),
  };
}

function element(name: string, content: string | number): string {
  return `<${name}>${content}</${name}>`;
}

/** Quotes a text for a POSIX shell. */
function quote(text: string): string {
  return `'${String(text).replaceAll("'", "'\\''")}'`;
}
