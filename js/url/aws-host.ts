import partitions from "../../src/location/partitions.json";

/** The bucket or access point that a host of AWS names. */
export interface HostedBucket {
  /** The bucket, or the ARN of an access point. Empty if the path names the bucket. */
  bucket: string;
  /** Empty if the host has no region. */
  region: string;
}

/**
 * The forms of S3's hosts, after the bucket or the access point and its account:
 * <https://docs.aws.amazon.com/general/latest/gr/s3.html>, and for older forms
 * <https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html>.
 *
 * The bucket takes as much as it can, because its name may contain dots and labels such as `s3`.
 */
function hostPattern(): RegExp {
  const region = "([a-z\\d]*-[a-z\\d-]*\\d)";
  const forms = [
    // s3, s3-us-west-2, s3-fips-us-gov-west-1, s3-external-1, s3-accelerate; not s3-website-us-east-1.
    `s3(?:-(?!website|fips-[^-]*\\d$)(?:fips-)?(?:accelerate|${region}))?`,
    "s3-accelerate\\.dualstack",
    // [bucket.]bucket.vpce-1a2b-3c4d.s3 with the literal label "bucket", or [name.]accesspoint.vpce-1a2b-3c4d.s3
    `(bucket|accesspoint)\\.[^.]*\\.s3(?:\\.dualstack)?\\.${region}\\.vpce`,
    `(s3|s3-accesspoint|s3-object-lambda|s3-outposts|s3express-[^.]*?)(?:-fips)?(?:\\.dualstack)?\\.(?!s3-)${region}`,
  ];
  return new RegExp(`^(?:(.*)\\.)?(?:${forms.join("|")})$`);
}

let host: RegExp | undefined;

/** The services of access points in ARNs, by the part of the host that names them. */
const ACCESS_POINT_SERVICES: Record<string, string> = {
  accesspoint: "s3",
  "s3-accesspoint": "s3",
  "s3-object-lambda": "s3-object-lambda",
  "s3-outposts": "s3-outposts",
};

/** Returns a host of AWS without its DNS suffix; undefined for any other host. */
export function withoutDnsSuffix(host: string): string | undefined {
  const suffix = partitions.find(([, , suffix]) => host.endsWith(`.${suffix}`))?.[2];
  return suffix && host.slice(0, -1 - suffix.length);
}

/** Returns the partition of a region: the prefix of its regions, the suffix of its name in ARNs, and that of its hosts. */
export function partitionOf(region: string): [prefix: string, name: string, suffix: string] {
  const partition = partitions.find(([prefix]) => region.startsWith(prefix as string));
  // The last prefix is empty, which every region begins with.
  return partition as [string, string, string];
}

/** Parses a host of AWS without its DNS suffix. Returns undefined if it serves no objects by presigned URLs. */
export function parseAwsHost(name: string): HostedBucket | undefined {
  host ??= hostPattern();
  const found = host.exec(name);
  if (!found) return undefined;
  const [, label = "", legacyRegion, endpointKind, endpointRegion, service, ownRegion] = found;
  const legacy = legacyRegion === "external-1" ? "us-east-1" : legacyRegion;
  const region = legacy ?? endpointRegion ?? ownRegion ?? "";
  const pointService = ACCESS_POINT_SERVICES[endpointKind ?? service ?? ""];
  if (!pointService) return { bucket: label, region };
  const bucket = arnOfAccessPoint(pointService, label, region);
  return bucket === undefined ? bucket : { bucket, region };
}

/** Whether a host without its DNS suffix is that of a bucket's website. */
export function isWebsite(name: string): boolean {
  return /(?:^|\.)s3-website[^.]*(?:\.[^.]*)?$/.test(name);
}

/**
 * Returns the ARN of the access point that a host names. `label` is the start of the host: `name-123456789012`, or
 * `name-123456789012.op-1` on an Outpost. Returns undefined if it has no account.
 */
function arnOfAccessPoint(service: string, label: string, region: string): string | undefined {
  const pattern = service === "s3-outposts" ? /^(.*)-(\d*)\.([^.]*)$/ : /^(.*)-(\d*)$/;
  const [found, name, account, outpost] = pattern.exec(label) ?? [];
  if (found === undefined) return undefined;
  const [, partition] = partitionOf(region);
  const resource = outpost ? `outpost/${outpost}/accesspoint` : "accesspoint";
  return `arn:aws${partition}:${service}:${region}:${account}:${resource}/${name}`;
}
