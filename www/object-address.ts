/** An object, or a bucket if `key` is empty, in a text that someone copied. */
export interface ObjectAddress {
  /** A name, or the ARN of an access point. */
  bucket: string;
  /** Decoded, if the text was a URL. */
  key: string;
  /** The region that the text names. */
  region?: string;
  /** The address of a service that is not AWS; empty for AWS. Absent if the text does not say which. */
  endpoint?: string;
  /** Whether the text is a signed URL. */
  isSigned: boolean;
}

/** ARN of an access point in the place of a bucket: `arn:…:accesspoint/name`, or with `outpost/id` before that. */
const ACCESS_POINT = "arn:[^/]+:(?:outpost[:/][^:/]+[:/])?accesspoint[:/][^/]+";
const REGION = "[a-z]{2}(?:-[a-z]+)+-\\d";

const S3_URI = new RegExp(`^s3[an]?://(${ACCESS_POINT}|[^/]*)(?:/(.*))?$`, "is");
const POINT_ARN = new RegExp(`^(${ACCESS_POINT})(?:/object/(.*)|/)?$`, "is");
const BUCKET_ARN = /^arn:aws[\w-]*:s3:::([^/]+)(?:\/(.*))?$/is;
const BUCKET_AND_KEY = /^([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])\/(.*)$/s;

/** Hosts of AWS. The groups of the first are the bucket, if it is in the host, and the region. */
const S3_HOST = new RegExp(
  `^(?:(.+)\\.)?s3(?:-accelerate|-fips|-website)?(?:\\.dualstack)?(?:[.-](${REGION}))?\\.amazonaws\\.com(?:\\.cn)?$`,
  "i",
);
const POINT_HOST = new RegExp(
  `^(.+)-(\\d{12})\\.s3-accesspoint(?:-fips)?(?:\\.dualstack)?\\.(${REGION})\\.amazonaws\\.com(?:\\.cn)?$`,
  "i",
);
const AWS_HOST = /\.amazonaws\.com(?:\.cn)?$/i;
const CONSOLE_HOST = /(?:^|\.)console\.(?:aws\.amazon\.com|amazonaws-us-gov\.com|amazonaws\.cn)$/i;
const CONSOLE_PATH = /^\/s3\/(?:object|buckets)\/([^/]+)/;

/** A command of the AWS CLI and of similar tools, with its first S3 URI. */
const COMMAND =
  /^(?:\$ )?(?:aws|s3cmd|s5cmd|rclone)\s[^\n]*?\s(?:"(s3:\/\/[^"\n]*)"|'(s3:\/\/[^'\n]*)'|(s3:\/\/\S+))/;

/** Quotation marks or angle brackets around the whole text. */
const QUOTED = /^\s*(?:"([^"]*)"|'([^']*)'|`([^`]*)`|<([^<>]*)>)\s*$/;

/** Maximum length of an address: a key of 1,024 bytes can have as many escapes, and a signed URL has a token. */
const MAX_LENGTH = 16_384;

/** A parameter that only signed URLs have. */
const SIGNATURE = /[?&](?:x-amz-signature|signature)=/i;

/**
 * Parses what a clipboard holds: an S3 URI, the URL of an object at AWS or at another service, a page of the AWS console, an
 * ARN, `bucket/key`, or a command with an S3 URI. White space and quotation marks around it are ignored, except white
 * space after the key of an S3 URI. Returns `undefined` for any other text.
 */
export function parseAddress(text: string): ObjectAddress | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  const inner = (QUOTED.exec(text) ?? COMMAND.exec(text.trimStart()))?.slice(1).find(Boolean);
  if (inner !== undefined) return parseAddress(inner);
  const uri = S3_URI.exec(text.trimStart());
  if (uri) return { bucket: uri[1] ?? "", key: uri[2] ?? "", isSigned: false };
  const trimmed = text.trim();
  if (/^https?:\/\//i.test(trimmed)) return parseUrl(trimmed);
  const [, point, pointKey = ""] = POINT_ARN.exec(trimmed) ?? [];
  if (point)
    return withRegion({ bucket: point, key: pointKey, isSigned: false }, point.split(":")[3]);
  const [, bucket, key = ""] = BUCKET_ARN.exec(trimmed) ?? BUCKET_AND_KEY.exec(trimmed) ?? [];
  return bucket ? { bucket, key, isSigned: false } : undefined;
}

/** Formats an S3 URI; empty without bucket and key. */
export function formatS3Uri(bucket: string, key: string): string {
  return bucket || key ? `s3://${bucket}/${key}` : "";
}

function parseUrl(text: string): ObjectAddress | undefined {
  const [, scheme = "", host = "", path = "", query = ""] =
    /^(https?:\/\/)([^/?#]*)([^?#]*)(\?[^#]*)?/i.exec(text) ?? [];
  // A user name or a password before the host.
  if (host.includes("@")) return undefined;
  if (CONSOLE_HOST.test(host)) return parseConsoleUrl(path, new URLSearchParams(query));
  const isSigned = SIGNATURE.test(query);
  const wholePath = decode(path.slice(1));
  const [, point, accountId, pointRegion = ""] = POINT_HOST.exec(host) ?? [];
  if (point) {
    const bucket = `arn:${partitionOf(pointRegion)}:s3:${pointRegion}:${accountId}:accesspoint/${point}`;
    return { bucket, key: wholePath, region: pointRegion, endpoint: "", isSigned };
  }
  const aws = S3_HOST.exec(host);
  if (!aws && AWS_HOST.test(host)) return undefined;
  const endpoint = aws ? "" : scheme + host;
  const region = aws ? (aws[2] ?? "us-east-1") : undefined;
  if (aws?.[1]) return withRegion({ bucket: aws[1], key: wholePath, endpoint, isSigned }, region);
  const [, bucket = "", key = ""] = /^\/([^/]+)(?:\/(.*))?$/s.exec(path) ?? [];
  if (!bucket || (!aws && !key)) return undefined;
  return withRegion({ bucket: decode(bucket), key: decode(key), endpoint, isSigned }, region);
}

function parseConsoleUrl(path: string, query: URLSearchParams): ObjectAddress | undefined {
  const bucket = CONSOLE_PATH.exec(path)?.[1];
  if (!bucket) return undefined;
  const address = { bucket: decode(bucket), key: query.get("prefix") ?? "", endpoint: "" };
  return withRegion({ ...address, isSigned: false }, query.get("region") ?? undefined);
}

function withRegion(address: ObjectAddress, region: string | undefined): ObjectAddress {
  return region ? { ...address, region } : address;
}

function partitionOf(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}

/** Decodes a path. A text with a broken escape is taken as it is. */
export function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
