import { CORE_MESSAGES } from "../messages/core.ts";
import { instant, type Options } from "../options.ts";
import { type Presigner as Core, signer, wipeStack } from "../wasm/signer.ts";
import { encodeArguments, OPEN_ARGUMENTS, unwrap } from "../wire.ts";
import { ADDRESSINGS, PROTOCOLS, SIGNATURES } from "./options.ts";

/** Validated credentials. */
interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}

/**
 * Reads the options of a location and opens the core's presigner there. Without credentials it signs nothing, and only
 * parses URLs. Throws the error of the option at fault.
 */
export function openCore(read: Options, credentials?: Keys): Core {
  const expiration = credentials?.expiration;
  const openArguments = encodeArguments(OPEN_ARGUMENTS, {
    region: read.string("region") ?? "",
    endpoint: normalizeEndpoint(read.string("endpoint")),
    publicEndpoint: normalizeEndpoint(read.string("publicEndpoint")),
    bucket: read.string("bucket"),
    dualstack: read.boolean("dualstack"),
    accelerate: read.boolean("accelerate"),
    fips: read.boolean("fips"),
    globalEndpoint: read.boolean("globalEndpoint"),
    addressing: read.oneOf("addressing", ADDRESSINGS),
    protocol: read.oneOf("protocol", PROTOCOLS),
    signature: read.oneOf("signature", SIGNATURES),
    expiration: expiration && instant(expiration.getTime(), "credentials.expiration"),
    accessKeyId: credentials?.accessKeyId,
    sessionToken: credentials?.sessionToken,
    secretAccessKey: credentials?.secretAccessKey ?? "",
  });
  const core = signer((module) => new module.Presigner());
  try {
    unwrap(core.open(openArguments), CORE_MESSAGES);
  } catch (error) {
    core.free();
    wipeStack();
    throw error;
  }
  return core;
}

/** Returns the endpoint as a browser's parser writes it, and so sends it: lower case, punycode, canonical addresses. */
function normalizeEndpoint(endpoint: string | undefined): string | undefined {
  try {
    return endpoint === undefined ? endpoint : new URL(endpoint).href;
  } catch {
    return endpoint;
  }
}
