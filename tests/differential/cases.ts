import assert from "node:assert/strict";
import type { Credentials } from "../../js/credentials/provider.ts";
import { Presigner } from "../../js/presigner.ts";
import type { PresignRequest, SignerOptions } from "../../js/types.ts";
import { hasBasePath, isComparable } from "./differences.ts";
import { type Call, operations } from "./operations.ts";
import { type Place, places } from "./places.ts";
import { Random, seed } from "./random.ts";
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

const everywhere = places(new Random("places"), 80);
/** AWS's regions that were there before 2014. */
const takesV2 = [
  "ap-northeast-1",
  "ap-southeast-1",
  "ap-southeast-2",
  "eu-west-1",
  "sa-east-1",
  "us-east-1",
  "us-gov-west-1",
  "us-west-1",
  "us-west-2",
];
const who = new Random("credentials");
export const everyone = Array.from({ length: 12 }, () => anyCredentials(who));

/** Cases of an operation, at places that one signer or the other can be told of. */
export function casesOf(
  operation: string,
  count: number,
  signer: "botocore" | "sdk",
  signature: "v4" | "v2" = "v4",
): Case[] {
  const random = new Random(`${operation} ${signer} ${signature}`);
  const here = placesOf(signer, signature).filter((place) =>
    isComparable(operation, place, signer),
  );
  const longest = signature === "v4" ? 604_800 : 31_536_000;
  return Array.from({ length: count }, () => ({
    operation,
    call: callOf(operation, random, signature),
    place: random.one(here),
    key: addressableKey(random),
    credentials: random.one(everyone),
    signingDate: anyInstant(random),
    expiresIn: random.one([1, longest, random.whole(1, longest)]),
  }));
}

/** A call of the operation; in V2 without a Content-Length, which V2 does not sign. */
function callOf(operation: string, random: Random, signature: "v4" | "v2"): Call {
  const call = (operations[operation] as (random: Random) => Call)(random);
  if (signature === "v2" && call.headers !== undefined) {
    delete call.headers["content-length"];
    delete call.input["ContentLength"];
  }
  return call;
}

/** Where a signer can be told to sign so. */
export function placesOf(signer: "botocore" | "sdk", signature: "v4" | "v2"): Place[] {
  return everywhere.filter((place) => {
    const ours = place[signer]?.ours;
    if (ours === undefined) return false;
    if (signature === "v4") return true;
    return ours.endpoint === undefined
      ? takesV2.includes(ours.region)
      : !hasBasePath(ours.endpoint);
  });
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
function parts(url: string): string[] {
  const question = url.indexOf("?");
  return [
    url.slice(0, question),
    ...url
      .slice(question + 1)
      .split("&")
      .sort(),
  ];
}

/** Fails, with all that it takes to repeat it, where the two URLs are not the same but for that order. */
export function same(ours: string, theirs: string, { call, place, key }: Case): void {
  const facts = JSON.stringify({ key, call, place });
  const message = `SEED=${seed} repeats it.\n${facts}\nours:   ${ours}\ntheirs: ${theirs}`;
  assert.deepEqual(parts(ours), parts(theirs), message);
}
