/** The client of s3-signpost/aws, and the `S3` behind it or behind a client of the AWS SDK. */

import { PresignError } from "../errors.ts";
import { type CredentialSource, S3, type S3Options } from "../index.ts";
import { BUCKET_ENDPOINT, COMMAND_NOT_SENT } from "../messages/aws.ts";
import { optionError } from "../option-error.ts";
import { readOptions, readSafely } from "../options.ts";

/** A value, or a function that returns it, as many options of the SDK. */
export type Provider<T> = T | (() => T | Promise<T>);

/** The parts of an endpoint, as the SDK parses it. */
export interface EndpointParts {
  /** Protocol with its colon, such as `https:`. */
  protocol: string;
  /** Name of the host, without a port. */
  hostname: string;
  /** Port, if it is not that of the protocol. */
  port?: number | undefined;
  /** Path before the bucket. */
  path?: string;
}

/** Options of `S3Client`, by the names of the AWS SDK. Any other option of the SDK is an error. */
export interface S3ClientConfig {
  /** AWS region, such as `eu-west-1`. */
  region: Provider<string>;
  /** One set of credentials, or a provider, such as `fromCognitoIdentityPool(…)`. */
  credentials: CredentialSource;
  /**
   * Address of an S3-compatible service.
   * @default AWS
   */
  endpoint?: Provider<string | URL | EndpointParts>;
  /**
   * The bucket is in the path.
   * @default in the host if its name can be there, as in the SDK
   */
  forcePathStyle?: boolean;
  /**
   * AWS's Transfer Acceleration endpoint.
   * @default false
   */
  useAccelerateEndpoint?: boolean;
  /**
   * AWS's IPv4 and IPv6 endpoint.
   * @default false
   */
  useDualstackEndpoint?: Provider<boolean>;
  /**
   * AWS's endpoint with FIPS 140 validated cryptography.
   * @default false
   */
  useFipsEndpoint?: Provider<boolean>;
  /**
   * Number of attempts of each request of an `Upload`.
   * @default 5
   */
  maxAttempts?: Provider<number>;
  /**
   * Milliseconds to add to the device's clock.
   * @default 0; corrected by the responses of S3
   */
  systemClockOffset?: number;
  /**
   * `WHEN_REQUIRED`: an `Upload` sends no checksum unless `ChecksumAlgorithm` is set.
   * @default "WHEN_SUPPORTED"
   */
  requestChecksumCalculation?: Provider<"WHEN_SUPPORTED" | "WHEN_REQUIRED">;
}

const CLIENT_OPTIONS: (keyof S3ClientConfig)[] = [
  "region",
  "credentials",
  "endpoint",
  "forcePathStyle",
  "useAccelerateEndpoint",
  "useDualstackEndpoint",
  "useFipsEndpoint",
  "maxAttempts",
  "systemClockOffset",
  "requestChecksumCalculation",
];

/** An `S3Client` of this entry or of the AWS SDK. Only its configuration is used. */
export interface ClientLike {
  /** The configuration of the client. */
  readonly config: object;
}

/**
 * Holds the configuration for `getSignedUrl`, `createPresignedPost` and `Upload`. It sends no commands: `S3` downloads,
 * lists and deletes.
 *
 * Throws `InvalidOption` for an option that has no effect here.
 */
export class S3Client implements ClientLike {
  /** @internal */
  static readonly name: string = "S3Client";
  // A private field, so that no console shows the credentials.
  readonly #config: S3ClientConfig;

  constructor(config: S3ClientConfig) {
    this.#config = readOptions(config ?? {}, CLIENT_OPTIONS) as unknown as S3ClientConfig;
  }

  /** The configuration, as it was passed. */
  get config(): S3ClientConfig {
    return this.#config;
  }

  /** Rejects with `InvalidOption`: no command is sent. The hint names the method of `S3` or the function to call. */
  async send(_command: unknown): Promise<never> {
    throw optionError(COMMAND_NOT_SENT, "command");
  }

  /** Does nothing: there are no connections to close. */
  destroy(): void {}
}

type Config = Partial<S3ClientConfig> & { bucketEndpoint?: boolean; useGlobalEndpoint?: boolean };

/** The `S3` of each client, by its location. All calls of a client share its credentials and its clock. */
const clients = new WeakMap<object, Map<string, S3>>();

/** Returns the `S3` that signs for the bucket with the client's configuration. */
export async function s3Of(client: ClientLike, bucket: unknown): Promise<S3> {
  const config: Config = readSafely("client", PresignError, () => client.config);
  if (config.bucketEndpoint) throw optionError(BUCKET_ENDPOINT, "config.bucketEndpoint");
  const region = await resolve(config.region);
  const endpoint = endpointText(await resolve(config.endpoint));
  const location = {
    region,
    endpoint,
    addressing: addressingOf(config, endpoint, bucket),
    accelerate: config.useAccelerateEndpoint,
    dualstack: await resolve(config.useDualstackEndpoint),
    fips: await resolve(config.useFipsEndpoint),
    globalEndpoint: region === "us-east-1" && config.useGlobalEndpoint,
    retry: { attempts: await resolve(config.maxAttempts) },
  };
  const name = JSON.stringify(location);
  let all = clients.get(config);
  if (!all) {
    all = new Map();
    clients.set(config, all);
  }
  let s3 = all.get(name);
  if (!s3) {
    s3 = new S3({ ...location, credentials: config.credentials } as S3Options);
    s3.clockOffset = config.systemClockOffset || 0;
    all.set(name, s3);
  }
  return s3;
}

/** Returns the value of an option that may be a function. */
export async function resolve<T>(option: Provider<T> | undefined): Promise<T | undefined> {
  return typeof option === "function" ? (option as () => T | Promise<T>)() : option;
}

/** The SDK puts the bucket into the host of any endpoint, unless the name or the endpoint, an IP address, forbids it. */
function addressingOf(
  { forcePathStyle }: Config,
  endpoint: string | undefined,
  bucket: unknown,
): "auto" | "virtual" | "path" {
  if (forcePathStyle) return "path";
  if (endpoint === undefined) return "auto";
  const isAddress = /^https?:\/\/(\[|[\d.]+(:|\/|$))/i.test(endpoint);
  const isHostLabel = /^[a-z\d][a-z\d-]{1,61}[a-z\d]$/.test(String(bucket));
  return isHostLabel && !isAddress ? "virtual" : "path";
}

function endpointText(endpoint: string | URL | EndpointParts | undefined): string | undefined {
  if (endpoint === undefined || endpoint === null || typeof endpoint === "string") return endpoint;
  if ("href" in endpoint) return endpoint.href;
  const { protocol, hostname, port, path = "" } = endpoint;
  return `${protocol}//${hostname}${port ? `:${port}` : ""}${path}`;
}
