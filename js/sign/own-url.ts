import { parseAwsHost, partitionOf } from "../url/aws-host.ts";
import { decodeBytes } from "../url/percent.ts";
import { splitHttpUrl, type UrlParts } from "../url/split-url.ts";

/** The options of a location that determine which URLs belong to it. The core has validated them. */
export interface Location {
  readonly region: string;
  /** As `URL.href` writes it; undefined for AWS. */
  readonly endpoint: string | undefined;
  /** As `URL.href` writes it. */
  readonly publicEndpoint: string | undefined;
  readonly addressing: string | undefined;
  /** The only bucket in question; undefined for any. */
  readonly bucket: string | undefined;
}

/** The bucket that the host of a URL names, and the path after the base path of the endpoint. */
export interface OwnUrl {
  /** The bucket, or the ARN of an access point. Empty if the path names it. */
  bucket: string;
  path: string;
}

/** Recognizes the URLs that belong to a location. */
export class OwnUrls {
  readonly #location: Location;
  readonly #region: string;
  readonly #endpoint: UrlParts | undefined;
  readonly #publicEndpoint: UrlParts | undefined;
  /** The path of the endpoint as S3 encodes it, with a leading and without a trailing slash. */
  readonly #basePath: string;

  constructor(location: Location) {
    const { region, endpoint, publicEndpoint } = location;
    this.#location = location;
    // Both are names of us-east-1. A custom endpoint may have a region that is named like the second.
    const isGlobal = region === "aws-global" || (region === "s3-external-1" && !endpoint);
    this.#region = isGlobal ? "us-east-1" : region;
    this.#endpoint = endpoint === undefined ? endpoint : splitHttpUrl(endpoint);
    this.#publicEndpoint =
      publicEndpoint === undefined ? publicEndpoint : splitHttpUrl(publicEndpoint);
    const path = (this.#endpoint?.path ?? "").replace(/\/$/, "");
    this.#basePath = encodeBytes(decodeBytes(path));
  }

  /**
   * Returns the parts of a URL that belongs to the location; undefined for any other.
   *
   * Without a bucket in question, a subdomain of a custom endpoint is a bucket only with virtual-hosted addressing, because
   * it may belong to any other service.
   */
  split(parts: UrlParts): OwnUrl | undefined {
    const shown = this.#publicEndpoint && this.#at(this.#publicEndpoint, parts);
    if (shown) return shown;
    if (this.#endpoint) return this.#at(this.#endpoint, parts);
    const bucket = this.#bucketOfAwsHost(parts.host);
    return bucket === undefined ? bucket : { bucket, path: parts.path };
  }

  #at(endpoint: UrlParts, { isHttps, host, path }: UrlParts): OwnUrl | undefined {
    if (isHttps !== endpoint.isHttps || !path.startsWith(this.#basePath)) return undefined;
    const rest = path.slice(this.#basePath.length);
    if (rest && !rest.startsWith("/")) return undefined;
    const bucket = this.#bucketOfSubdomain(host, endpoint);
    return bucket === undefined ? bucket : { bucket, path: rest };
  }

  /** Returns the bucket before the host of `endpoint`; empty for the host itself. */
  #bucketOfSubdomain(host: string, endpoint: UrlParts): string | undefined {
    if (host === endpoint.host) return "";
    if (!host.endsWith(`.${endpoint.host}`)) return undefined;
    const label = host.slice(0, -1 - endpoint.host.length);
    const { addressing, bucket } = this.#location;
    if (bucket !== undefined) return labelOfBucket(bucket) === label ? bucket : undefined;
    const isBucket =
      addressing === "virtual" && isDnsName(label) && !IP_ADDRESS.test(endpoint.host);
    return isBucket ? label : undefined;
  }

  /**
   * Returns the bucket, or the ARN of the access point, that a host of AWS names; empty if the path names it. The host must
   * be in the location's region, or an access point in the location's partition, which signs in its own region.
   */
  #bucketOfAwsHost(host: string): string | undefined {
    const [prefix, , suffix] = partitionOf(this.#region);
    if (!host.endsWith(`.${suffix}`)) return undefined;
    const name = host.slice(0, -1 - suffix.length);
    // An interface endpoint of a VPC is reached from a private network, where the location's own host may not be.
    const found = /\.vpce$/.test(name) ? undefined : parseAwsHost(name);
    if (!found) return undefined;
    const { bucket, region } = found;
    const isOwn = isArn(bucket)
      ? partitionOf(region)[0] === prefix
      : // GovCloud shares the DNS suffix of the partition `aws`, which alone has hosts without a region.
        region === this.#region || (region === "" && prefix !== "us-gov-");
    return isOwn ? bucket : undefined;
  }
}

/** Whether both are the same bucket, or ARNs of the same access point, whose parts a slash or a colon separates. */
export function isSameBucket(bucket: string, other: string): boolean {
  return bucket === other || (isArn(bucket) && isArn(other) && partsOf(bucket) === partsOf(other));
}

/** Returns the parts of an ARN without its partition, which follows from the region. */
function partsOf(arn: string): string {
  return arn.replace(/^arn:[^:/]*/, "").replaceAll("/", ":");
}

function isArn(bucket: string): boolean {
  return bucket.startsWith("arn:");
}

/** Returns the start of the host that names a bucket, or the access point of an ARN. */
function labelOfBucket(bucket: string): string {
  if (!isArn(bucket)) return bucket;
  const [, , , , account, resource, first, , name] = bucket.split(/[:/]/);
  return resource === "outpost" ? `${name}-${account}.${first}` : `${first}-${account}`;
}

/** An IPv4 address or an IPv6 address in brackets, which have no subdomains. */
const IP_ADDRESS = /^(?:\[|[\d.]*(?::|$))/;

const LABEL = "[a-z\\d](?:[a-z\\d-]*[a-z\\d])?";
const DNS_NAME = new RegExp(`^${LABEL}(?:\\.${LABEL})*$`);

/** Whether a name follows AWS's current rules for buckets. */
function isDnsName(name: string): boolean {
  return (
    name.length >= 3 &&
    name.length <= 63 &&
    DNS_NAME.test(name) &&
    !/^xn--|^[\d-]+(?:\.[\d-]+){3}$/.test(name)
  );
}

/** Encodes a text with one character for each byte as S3 encodes paths. */
function encodeBytes(bytes: string): string {
  const hex = (byte: string) => byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0");
  return bytes.replace(/[^\w.~/-]/g, (byte) => `%${hex(byte)}`);
}
