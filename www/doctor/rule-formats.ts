import type { CorsReport, CorsRule } from "s3-signpost";

/** Forms of a CORS rule, by the tool or the store that takes them. */
export const RULE_FORMATS = [
  "console",
  "cli",
  "xml",
  "r2",
  "b2",
  "minio",
  "garage",
  "seaweedfs",
  "ceph",
] as const;

export type RuleFormat = (typeof RULE_FORMATS)[number];

/** Request headers of the package. R2 does not take `*` for all of them. */
const REQUEST_HEADERS = [
  "content-type",
  "if-none-match",
  "range",
  "x-amz-checksum-algorithm",
  "x-amz-checksum-crc32",
  "x-amz-checksum-crc64nvme",
  "x-amz-checksum-mode",
  "x-amz-checksum-type",
  "x-amz-tagging",
];

/** Returns the rule in one of the forms, as text to paste. */
export function formatRule(
  format: RuleFormat,
  { rule, text }: Pick<CorsReport, "rule" | "text">,
  bucket: string,
): string {
  switch (format) {
    case "console":
    case "cli":
    case "xml":
      return text[format];
    case "r2":
      return JSON.stringify([{ ...rule, AllowedHeaders: REQUEST_HEADERS }], null, 2);
    case "b2":
      return `b2 bucket update --cors-rules ${quote(JSON.stringify([b2Rule(rule)]))} ${quote(bucket)}`;
    case "minio":
      return `mc admin config set ALIAS api cors_allow_origin=${quote(rule.AllowedOrigins.join(","))}\nmc admin service restart ALIAS`;
    default:
      return text.cli;
  }
}

/** The rule in the format of B2's own API. A rule must have less than 1,000 bytes. */
function b2Rule(rule: CorsRule): object {
  return {
    corsRuleName: "s3-signpost",
    allowedOrigins: rule.AllowedOrigins,
    allowedOperations: rule.AllowedMethods.map((method) => `s3_${method.toLowerCase()}`),
    allowedHeaders: rule.AllowedHeaders,
    exposeHeaders: rule.ExposeHeaders,
    maxAgeSeconds: rule.MaxAgeSeconds,
  };
}

/** Quotes a text for a POSIX shell. */
function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
