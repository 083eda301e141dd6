import fc from "fast-check";
import type { SignerOptions } from "../../js/types.ts";
import { sample } from "./seed.ts";
import { identifier, word } from "./text.ts";

/** The location of one bucket, in the options of each signer. */
export interface BucketLocation {
  bucket: string;
  /** Whether the bucket is in the path. */
  byPath: boolean;
  ours: SignerOptions;
  botocore: BotocoreConfig;
  /** Undefined if the SDK has no option for it. */
  sdk: SdkConfig | undefined;
}

export interface BotocoreConfig {
  endpoint_url?: string;
  use_fips_endpoint?: boolean;
  use_dualstack_endpoint?: boolean;
  s3?: {
    addressing_style?: "auto" | "virtual" | "path";
    us_east_1_regional_endpoint?: "legacy";
    use_accelerate_endpoint?: boolean;
  };
}

export interface SdkConfig {
  region: string;
  endpoint?: string;
  forcePathStyle?: boolean;
  useAccelerateEndpoint?: boolean;
  useDualstackEndpoint?: boolean;
  useFipsEndpoint?: boolean;
}

const REGIONS = [
  "us-east-1",
  "us-east-2",
  "us-west-2",
  "eu-west-1",
  "eu-central-1",
  "eu-central-2",
  "ap-southeast-4",
  "ap-northeast-1",
  "ca-west-1",
  "il-central-1",
  "mx-central-1",
  "me-south-1",
  "af-south-1",
  "sa-east-1",
];
/** Regions of the partitions other than "aws". */
const OTHER_REGIONS = [
  "cn-north-1",
  "cn-northwest-1",
  "us-gov-west-1",
  "us-gov-east-1",
  "us-iso-east-1",
  "us-isob-east-1",
  "us-isof-south-1",
  "eu-isoe-west-1",
  "eusc-de-east-1",
];

const region = fc.constantFrom(...REGIONS);
const anyRegion = fc.constantFrom(...REGIONS, ...OTHER_REGIONS);
const port = fc.integer({ min: 1024, max: 65_535 });
const hostLabel = word(3, 8);

/** Names that can be one label of a host. */
const hostName = fc
  .tuple(
    word(1, 1),
    fc.string({ unit: fc.constantFrom(..."ab01-"), minLength: 1, maxLength: 40, size: "max" }),
    word(1, 1),
  )
  .map((parts) => parts.join(""));

const dottedName = fc
  .tuple(hostName, word(1, 8))
  .map(([first, second]) => `${first.slice(0, 20).replace(/-$/, "x")}.${second}.test`);

/** Names that only a path can carry: names from before 2018, or of other stores. */
const oldName = fc.tuple(identifier(2, 20), identifier(1, 20)).map((parts) => parts.join("_"));

const pathName = fc.oneof(dottedName, oldName);
const anyName = fc.oneof(hostName, dottedName, oldName);

interface Kind {
  bucket: fc.Arbitrary<string>;
  options: fc.Arbitrary<SignerOptions>;
  /** botocore's addressing style. @default its own choice */
  style?: "virtual" | "path";
  byPath: boolean;
}

const kinds: Kind[] = [
  {
    options: fc.record({ region: anyRegion }),
    bucket: hostName,
    style: "virtual",
    byPath: false,
  },
  {
    options: fc.record({ region, globalEndpoint: fc.constant(true) }),
    bucket: hostName,
    byPath: false,
  },
  {
    options: fc.record({ region, addressing: fc.constant("path" as const) }),
    bucket: anyName,
    style: "path",
    byPath: true,
  },
  {
    options: fc.record({ region: anyRegion }),
    bucket: pathName,
    byPath: true,
  },
  {
    options: fc.record({
      region: fc.constant("aws-global"),
      dualstack: fc.boolean(),
      fips: fc.boolean(),
    }),
    bucket: hostName,
    style: "virtual",
    byPath: false,
  },
  {
    options: fc.record({
      region: fc.constantFrom("us-east-1", "us-west-2", "ca-central-1", "us-gov-west-1"),
      fips: fc.constant(true),
      dualstack: fc.boolean(),
    }),
    bucket: hostName,
    style: "virtual",
    byPath: false,
  },
  {
    options: fc.record({
      region: fc.constantFrom(...REGIONS, "cn-north-1", "us-gov-east-1"),
      dualstack: fc.constant(true),
    }),
    bucket: hostName,
    style: "virtual",
    byPath: false,
  },
  {
    options: fc.record({ region, accelerate: fc.constant(true), dualstack: fc.boolean() }),
    bucket: hostName,
    style: "virtual",
    byPath: false,
  },
  {
    options: fc.record({
      region: fc.constantFrom("us-east-1", "auto", "garage", "eu-1", "RegionOne"),
      endpoint: fc.oneof(
        port.map((number) => `http://localhost:${number}`),
        port.map((number) => `http://127.0.0.1:${number}`),
        fc.constant("http://127.0.0.1"),
        port.map((number) => `http://[::1]:${number}`),
        hostLabel.map((name) => `https://s3.${name}.test`),
        fc.tuple(hostLabel, port).map(([name, number]) => `https://s3.${name}.test:${number}`),
        hostLabel.map((name) => `https://proxy.test/${name}`),
      ),
    }),
    bucket: anyName,
    style: "path",
    byPath: true,
  },
  {
    options: fc.record({
      region: fc.constantFrom("us-east-1", "auto", "garage", "RegionOne"),
      endpoint: fc.oneof(
        hostLabel.map((name) => `https://s3.${name}.test`),
        fc.tuple(hostLabel, port).map(([name, number]) => `http://${name}.test:${number}`),
      ),
      addressing: fc.constant("virtual" as const),
    }),
    bucket: hostName,
    style: "virtual",
    byPath: false,
  },
];

/** Locations of every kind. A limited number, because botocore keeps a client for each. */
export const locations = kinds.flatMap((kind, index) =>
  sample(locationsOf(kind), 8, `locations ${index}`),
);

function locationsOf({ options, bucket, style, byPath }: Kind): fc.Arbitrary<BucketLocation> {
  return fc.record({ ours: options, bucket }).map(({ ours, bucket }) => ({
    bucket,
    byPath,
    ours,
    botocore: botocoreConfig(ours, style),
    // The SDK has no option for the global endpoint.
    sdk: ours.globalEndpoint ? undefined : sdkConfig(ours, style),
  }));
}

function botocoreConfig(ours: SignerOptions, style: Kind["style"]): BotocoreConfig {
  const { endpoint, fips, dualstack, accelerate, globalEndpoint } = ours;
  return {
    ...(endpoint !== undefined && { endpoint_url: endpoint }),
    ...(fips !== undefined && { use_fips_endpoint: fips }),
    ...(dualstack !== undefined && { use_dualstack_endpoint: dualstack }),
    s3: {
      ...(style && { addressing_style: style }),
      ...(accelerate && { use_accelerate_endpoint: true }),
      ...(globalEndpoint && { us_east_1_regional_endpoint: "legacy" }),
    },
  };
}

function sdkConfig(ours: SignerOptions, style: Kind["style"]): SdkConfig {
  const { region, endpoint, fips, dualstack, accelerate } = ours;
  return {
    region: region as string,
    ...(endpoint !== undefined && { endpoint }),
    ...(style === "path" && { forcePathStyle: true }),
    ...(accelerate && { useAccelerateEndpoint: true }),
    ...(dualstack !== undefined && { useDualstackEndpoint: dualstack }),
    ...(fips !== undefined && { useFipsEndpoint: fips }),
  };
}
