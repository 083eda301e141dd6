import type { Credentials } from "../../js/credentials/provider.ts";
import { Presigner } from "../../js/presigner.ts";
import type { PresignRequest, SignerOptions } from "../../js/signing.ts";
import { isComparable } from "./differences.ts";
import { type Call, operations } from "./operations.ts";
import { type Place, places } from "./places.ts";
import { Random } from "./random.ts";
import { anyKey, graphicText, identifier, isAddressable } from "./text.ts";

/** One URL to sign. */
export interface Case {
  operation: string;
  call: Call;
  place: Place;
  key: string;
  credentials: Credentials;
  signingDate: Date;
  expiresIn: number;
}

export const everywhere = places(new Random("places"), 60);
const who = new Random("credentials");
export const everyone = Array.from({ length: 12 }, () => anyCredentials(who));

/** Cases of an operation, at places that one signer or the other can be told of. */
export function casesOf(operation: string, count: number, signer: "botocore" | "sdk"): Case[] {
  const random = new Random(`${operation} ${signer}`);
  const here = everywhere.filter(
    (place) => place[signer] !== undefined && isComparable(operation, place, signer),
  );
  return Array.from({ length: count }, () => ({
    operation,
    call: (operations[operation] as (random: Random) => Call)(random),
    place: random.one(here),
    key: addressableKey(random),
    credentials: random.one(everyone),
    signingDate: anyInstant(random),
    expiresIn: random.one([1, 604_800, random.whole(1, 604_800)]),
  }));
}

/** Long-lived and temporary ones, with every character that either can have. */
function anyCredentials(random: Random): Credentials {
  return {
    accessKeyId: identifier(random, 16, 20),
    secretAccessKey: graphicText(random, 8, 40),
    ...(random.chance(0.5) ? { sessionToken: graphicText(random, 20, 1200) } : {}),
  };
}

/** Whole seconds from 1980 to 2100, midnights among them. */
export function anyInstant(random: Random): Date {
  const day = random.whole(3_652, 47_481);
  const second = random.one([0, 86_399, random.whole(0, 86_399)]);
  return new Date((day * 86_400 + second) * 1000);
}

function addressableKey(random: Random): string {
  for (;;) {
    const key = anyKey(random);
    if (isAddressable(key)) return key;
  }
}

/** Our own URL for the case, at the place as one of the signers is told of it. */
export function ourUrl(
  { call, place, key, credentials, signingDate, expiresIn }: Case,
  ours: SignerOptions,
): string {
  const presigner = new Presigner({ ...ours, credentials });
  const { method, query, headers, response } = call;
  const request: PresignRequest = {
    method,
    expiresIn,
    signingDate,
    ...(call.on === "service" ? {} : { bucket: place.bucket }),
    ...(call.on === "object" ? { key } : {}),
    ...(query ? { query } : {}),
    ...(headers ? { headers } : {}),
    ...(response ? { response } : {}),
  };
  try {
    return presigner.presign(request).url;
  } finally {
    presigner.free();
  }
}

/** What AWS's clients take for the case. */
export function inputOf({ call, place, key }: Case): Record<string, unknown> {
  return {
    ...call.input,
    ...(call.on === "service" ? {} : { Bucket: place.bucket }),
    ...(call.on === "object" ? { Key: key } : {}),
  };
}

/**
 * A URL as it stands, but for the order of its parameters, which is free: nothing in it is decoded, since
 * it is the encoding that is compared.
 */
export function parts(url: string): string[] {
  const question = url.indexOf("?");
  return [
    url.slice(0, question),
    ...url
      .slice(question + 1)
      .split("&")
      .sort(),
  ];
}
