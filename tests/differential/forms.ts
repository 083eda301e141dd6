import type { Credentials } from "../../js/credentials/provider.ts";
import { Presigner } from "../../js/presigner.ts";
import type { PostCondition, SignerOptions } from "../../js/types.ts";
import { anyInstant, everyone, placesOf } from "./cases.ts";
import type { Place } from "./places.ts";
import { Random } from "./random.ts";
import { anyKey, anyText, identifier, word } from "./text.ts";

/** One form to sign. */
export interface FormCase {
  place: Place;
  key: string;
  fields: Record<string, string>;
  conditions: PostCondition[];
  credentials: Credentials;
  signingDate: Date;
  expiresIn: number;
}

/** A form as any of the signers gives it. */
export interface Form {
  url: string;
  fields: Record<string, string>;
}

/** A signer's own form, and its signature of the policy that is in ours. */
export interface FormAnswer extends Form {
  signatureOfOurs: string;
}

const FILENAME = "${filename}";

export function formCases(
  count: number,
  signer: "botocore" | "sdk",
  signature: "v4" | "v2" = "v4",
): FormCase[] {
  const random = new Random(`forms ${signer} ${signature}`);
  // The SDK signs forms for "aws-global" itself, which S3 would not take for us-east-1.
  const here = placesOf(signer, signature).filter(
    (place) => place[signer]?.ours.region !== "aws-global",
  );
  return Array.from({ length: count }, () => {
    const fields = anyFields(random);
    return {
      place: random.one(here),
      key: formText(anyKey(random)) + (random.chance(0.3) ? FILENAME : ""),
      fields,
      conditions: anyConditions(random, fields),
      credentials: random.one(everyone),
      signingDate: anyInstant(random),
      expiresIn: random.whole(1, 604_800),
    };
  });
}

/** Our own form for the case, at the place as one of the signers is told of it. */
export function ourForm(
  { place, key, fields, conditions, credentials, signingDate, expiresIn }: FormCase,
  ours: SignerOptions,
): Form {
  const presigner = new Presigner({ ...ours, credentials });
  try {
    const post = presigner.presignPost({
      bucket: place.bucket,
      key,
      fields,
      conditions,
      signingDate,
      expiresIn,
    });
    return { url: post.url, fields: post.fields };
  } finally {
    presigner.free();
  }
}

/** The fields by their names in lower case, less the policy and its signature. */
export function plainFields({ fields }: Form): Record<string, string> {
  const plain = Object.entries(fields).map(([name, value]) => [name.toLowerCase(), value] as const);
  return Object.fromEntries(
    plain.filter(([name]) => !["policy", "signature", "x-amz-signature"].includes(name)),
  );
}

/** What a policy demands, in one form and one order for all signers. */
export function demands(base64: string): { expiration: number; conditions: string[] } {
  const policy = JSON.parse(Buffer.from(base64, "base64").toString("utf8")) as {
    expiration: string;
    conditions: PostCondition[];
  };
  return {
    expiration: Date.parse(policy.expiration),
    conditions: policy.conditions.map((condition) => JSON.stringify(triple(condition))).sort(),
  };
}

function triple(condition: PostCondition): unknown[] {
  if (Array.isArray(condition)) return condition;
  const [[name, value] = ["", ""]] = Object.entries(condition);
  return ["eq", `$${name.toLowerCase()}`, value];
}

/** What a form can carry, and S3 puts no file's name into. */
function formText(text: string): string {
  return text.replaceAll(FILENAME, "").replace(/[\r\n\0]/g, "") || "x";
}

function anyFields(random: Random): Record<string, string> {
  return random.some<string>({
    acl: random.one(["private", "public-read"]),
    success_action_status: random.one(["200", "201", "204"]),
    success_action_redirect: `https://example.test/${word(random, 1, 9)}?a=b&c="d"`,
    "Cache-Control": "max-age=60",
    "Content-Type": random.one(["image/png", "text/plain; charset=utf-8"]),
    "Content-Disposition": formText(anyText(random, 1, 20)),
    tagging: '<Tagging><TagSet><Tag><Key>a</Key><Value>"b" & c</Value></Tag></TagSet></Tagging>',
    "x-amz-storage-class": "STANDARD_IA",
    "x-amz-server-side-encryption": "AES256",
    [`x-amz-meta-${word(random, 1, 9)}`]: formText(anyText(random, 0, 40)),
    "x-amz-meta-title": formText(anyText(random, 0, 40)),
  });
}

function anyConditions(random: Random, fields: Record<string, string>): PostCondition[] {
  const conditions: PostCondition[] = [];
  if (random.chance(0.5)) {
    const least = random.whole(0, 1_000_000);
    conditions.push(["content-length-range", least, least + random.whole(0, 4_000_000_000)]);
  }
  if (random.chance(0.5)) {
    const name = `x-amz-meta-${identifier(random, 10, 12).toLowerCase()}`;
    conditions.push(["starts-with", `$${name}`, formText(anyText(random, 0, 9))]);
  }
  if (!("Content-Type" in fields) && random.chance(0.5)) {
    conditions.push(["starts-with", "$Content-Type", random.one(["image/", "", "text/pl"])]);
  }
  return conditions;
}
