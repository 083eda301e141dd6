import type { SignerOptions } from "../../js/types.ts";
import type { Random } from "./random.ts";
import { identifier, word } from "./text.ts";

/** One place where a bucket is, as each signer is told of it. */
export interface Place {
  bucket: string;
  /** Whether the bucket is in the path. */
  byPath: boolean;
  /** None: botocore cannot be told of it. */
  botocore?: { ours: SignerOptions; region: string; config: BotocoreConfig };
  sdk?: { ours: SignerOptions; config: SdkConfig };
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

const regions = [
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
const otherPartitions = [
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

/** A name that can be one label of a host. */
function bucketName(random: Random): string {
  return `${word(random, 1, 1)}${random.many(1, 40, () => random.one([..."ab01-"]))}${word(random, 1, 1)}`;
}

function dottedName(random: Random): string {
  return [bucketName(random).slice(0, 20), word(random, 1, 8), "test"]
    .map((label) => label.replace(/-$/, "x"))
    .join(".");
}

/** A name that only a path can carry: from before 2018, or of another store. */
function oldName(random: Random): string {
  return `${identifier(random, 2, 20)}_${identifier(random, 1, 20)}`;
}

const makers: ((random: Random) => Place)[] = [
  (random) => {
    const region = random.one([...regions, ...otherPartitions]);
    return {
      bucket: bucketName(random),
      byPath: false,
      botocore: { ours: { region }, region, config: { s3: { addressing_style: "virtual" } } },
      sdk: { ours: { region }, config: { region } },
    };
  },
  (random) => {
    const region = random.one(regions);
    return {
      bucket: bucketName(random),
      byPath: false,
      botocore: {
        ours: { region, globalEndpoint: true },
        region,
        config: { s3: { us_east_1_regional_endpoint: "legacy" } },
      },
    };
  },
  (random) => {
    const region = random.one(regions);
    const bucket = random.one([bucketName, dottedName, oldName])(random);
    return {
      bucket,
      byPath: true,
      botocore: {
        ours: { region, addressing: "path" },
        region,
        config: { s3: { addressing_style: "path" } },
      },
      sdk: {
        ours: { region, addressing: "path" },
        config: { region, forcePathStyle: true },
      },
    };
  },
  (random) => {
    const region = random.one(regions);
    return {
      bucket: random.one([dottedName, oldName])(random),
      byPath: true,
      botocore: { ours: { region }, region, config: {} },
      sdk: { ours: { region }, config: { region } },
    };
  },
  (random) => {
    const region = random.one(otherPartitions);
    return {
      bucket: random.one([dottedName, oldName])(random),
      byPath: true,
      botocore: { ours: { region }, region, config: {} },
      sdk: { ours: { region }, config: { region } },
    };
  },
  (random) => {
    const dualstack = random.chance(0.5);
    const fips = random.chance(0.5);
    const region = "aws-global";
    const ours = { region, dualstack, fips };
    return {
      bucket: bucketName(random),
      byPath: false,
      botocore: {
        ours,
        region,
        config: {
          use_dualstack_endpoint: dualstack,
          use_fips_endpoint: fips,
          s3: { addressing_style: "virtual" },
        },
      },
      sdk: {
        ours,
        config: { region, useDualstackEndpoint: dualstack, useFipsEndpoint: fips },
      },
    };
  },
  (random) => {
    const region = random.one(["us-east-1", "us-west-2", "ca-central-1", "us-gov-west-1"]);
    const dualstack = random.chance(0.5);
    const ours = { region, fips: true, dualstack };
    return {
      bucket: bucketName(random),
      byPath: false,
      botocore: {
        ours,
        region,
        config: {
          use_fips_endpoint: true,
          use_dualstack_endpoint: dualstack,
          s3: { addressing_style: "virtual" },
        },
      },
      sdk: {
        ours,
        config: { region, useFipsEndpoint: true, useDualstackEndpoint: dualstack },
      },
    };
  },
  (random) => {
    const region = random.one([...regions, "cn-north-1", "us-gov-east-1"]);
    const ours = { region, dualstack: true };
    return {
      bucket: bucketName(random),
      byPath: false,
      botocore: {
        ours,
        region,
        config: { use_dualstack_endpoint: true, s3: { addressing_style: "virtual" } },
      },
      sdk: { ours, config: { region, useDualstackEndpoint: true } },
    };
  },
  (random) => {
    const region = random.one(regions);
    const dualstack = random.chance(0.5);
    const ours = { region, accelerate: true, dualstack };
    return {
      bucket: bucketName(random),
      byPath: false,
      botocore: {
        ours,
        region,
        config: {
          use_dualstack_endpoint: dualstack,
          s3: { addressing_style: "virtual", use_accelerate_endpoint: true },
        },
      },
      sdk: {
        ours,
        config: { region, useAccelerateEndpoint: true, useDualstackEndpoint: dualstack },
      },
    };
  },
  (random) => {
    const region = random.one(["us-east-1", "auto", "garage", "eu-1", "RegionOne"]);
    const endpoint = random.one([
      `http://localhost:${random.whole(1024, 65_535)}`,
      `http://127.0.0.1:${random.whole(1024, 65_535)}`,
      "http://127.0.0.1",
      `http://[::1]:${random.whole(1024, 65_535)}`,
      `https://s3.${word(random, 3, 8)}.test`,
      `https://s3.${word(random, 3, 8)}.test:${random.whole(1024, 65_535)}`,
      `https://proxy.test/${word(random, 3, 8)}`,
    ]);
    const ours = { region, endpoint };
    const bucket = random.one([bucketName, dottedName, oldName])(random);
    return {
      bucket,
      byPath: true,
      botocore: {
        ours,
        region,
        config: { endpoint_url: endpoint, s3: { addressing_style: "path" } },
      },
      sdk: { ours, config: { region, endpoint, forcePathStyle: true } },
    };
  },
  (random) => {
    const region = random.one(["us-east-1", "auto", "garage", "RegionOne"]);
    const endpoint = random.one([
      `https://s3.${word(random, 3, 8)}.test`,
      `http://${word(random, 3, 8)}.test:${random.whole(1024, 65_535)}`,
    ]);
    const ours: SignerOptions = { region, endpoint, addressing: "virtual" };
    return {
      bucket: bucketName(random),
      byPath: false,
      botocore: {
        ours,
        region,
        config: { endpoint_url: endpoint, s3: { addressing_style: "virtual" } },
      },
      sdk: { ours, config: { region, endpoint } },
    };
  },
];

/** At least one place of each kind, and as many as asked. */
export function places(random: Random, count: number): Place[] {
  return Array.from({ length: count }, (_, index) =>
    (makers[index % makers.length] as (random: Random) => Place)(random),
  );
}
