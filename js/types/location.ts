/** Location of a service. */

/** Location of the service: AWS by region, or any S3-compatible service by endpoint. */
export interface Location {
  /**
   * Such as `eu-west-1`; part of every V4 signature. At AWS, `aws-global` and `s3-external-1` mean us-east-1 at the host
   * without a region.
   */
  region: string;
  /**
   * Default bucket of requests: a name, or the alias or ARN of an access point, whose region then signs. Names that no
   * host can have, as of old buckets and of other stores, are addressed by path: 1 to 255 letters, digits, dots,
   * hyphens and underscores.
   * @default none: each request names its bucket
   */
  bucket?: string;
  /**
   * `https://host[:port][/base]` of an S3-compatible service.
   * @default AWS
   */
  endpoint?: string;
  /**
   * `https://host[:port]` that URLs show while the host of `endpoint`, or of AWS, is signed: the origin of a proxy that
   * forwards requests to it and rewrites the `Host` header, such as a CDN, or a port of Docker in front of MinIO. With
   * virtual-hosted addressing the bucket precedes this host too.
   * @default the signed host
   */
  publicEndpoint?: string;
  /**
   * Place of the bucket in the URL: `virtual` in the host, `path` in the path. `auto` is virtual-hosted at AWS if the
   * bucket's name is one host label, otherwise path.
   * @default "auto"
   */
  addressing?: "auto" | "virtual" | "path";
  /**
   * AWS's IPv4 and IPv6 endpoint.
   * @default false
   */
  dualstack?: boolean;
  /**
   * AWS's Transfer Acceleration endpoint.
   * @default false
   */
  accelerate?: boolean;
  /**
   * AWS's endpoint with FIPS 140 validated cryptography.
   * @default false
   */
  fips?: boolean;
  /**
   * AWS's legacy host without a region, `bucket.s3.amazonaws.com`.
   * @default false
   */
  globalEndpoint?: boolean;
  /**
   * Protocol of the URLs. Over `http`, anyone who can read the traffic can use the URL.
   * @default https at AWS, otherwise the endpoint's
   */
  protocol?: "https" | "http";
}

/** Location of the service, and the signature version. */
export interface SignerOptions extends Location {
  /**
   * Signature version. `v2` is the legacy scheme that some S3-compatible stores still require; it signs no headers but
   * `Content-Type`, `Content-MD5` and `x-amz-…`. AWS accepts it in the regions opened before 2014, but not with KMS
   * keys and not for access points.
   * @default "v4"
   */
  signature?: "v4" | "v2";
}
