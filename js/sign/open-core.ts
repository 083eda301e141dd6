import { instant, type Options } from "../options.ts";
import { type Presigner as Core, callCore, signer, wipeStack } from "../wasm/signer.ts";
import { encodeArguments, OPEN, OPEN_ARGUMENTS, unwrap } from "../wire.ts";
import { ADDRESSINGS, PROTOCOLS, SIGNATURES } from "./options.ts";
import type { Location } from "./own-url.ts";

/** Validated credentials. */
interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}

/**
 * Reads the options of a location and opens the core's presigner there. Without credentials it signs nothing, and only
 * validates the options. Throws the error of the option at fault.
 */
export function openCore(read: Options, credentials?: Keys): Core {
  const expiration = credentials?.expiration;
  const openArguments = encodeArguments(OPEN_ARGUMENTS, {
    ...readLocation(read),
    dualstack: read.boolean("dualstack"),
    accelerate: read.boolean("accelerate"),
    fips: read.boolean("fips"),
    globalEndpoint: read.boolean("globalEndpoint"),
    protocol: read.oneOf("protocol", PROTOCOLS),
    signature: read.oneOf("signature", SIGNATURES),
    expiration: expiration && instant(expiration.getTime(), "credentials.expiration"),
    accessKeyId: credentials?.accessKeyId,
    sessionToken: credentials?.sessionToken,
    secretAccessKey: credentials?.secretAccessKey ?? "",
  });
  const core = signer((module) => new module.Presigner());
  try {
    unwrap(callCore(core, OPEN, openArguments));
  } catch (error) {
    core.free();
    wipeStack();
    throw error;
  }
  return core;
}

/** Reads the options that determine which URLs belong to a location. Keeps no credentials. */
export function readLocation(read: Options): Location {
  return {
    region: read.string("region") ?? "",
    endpoint: normalizeEndpoint(read.string("endpoint")),
    publicEndpoint: normalizeEndpoint(read.string("publicEndpoint")),
    addressing: read.oneOf("addressing", ADDRESSINGS),
    bucket: read.string("bucket"),
  };
}

/** Returns the endpoint as a browser's parser writes it, and so sends it: lower case, punycode, canonical addresses. */
function normalizeEndpoint(endpoint: string | undefined): string | undefined {
  try {
    return endpoint === undefined ? endpoint : new URL(endpoint).href;
  } catch {
    return endpoint;
  }
}
