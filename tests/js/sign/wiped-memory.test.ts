import assert from "node:assert/strict";
import { createHash, createHmac } from "node:crypto";
import { test } from "node:test";
import { SignpostError } from "../../../js/errors.ts";
import { Presigner } from "../../../js/presigner.ts";
import type { PresignRequest } from "../../../js/types.ts";
import { signerMemory } from "../../../js/wasm/signer.ts";
import { compress, INITIAL_STATE } from "../support/sha256-state.ts";

const REGION = "eu-west-1";
const DATE = "20130524";
const signingDate = new Date("2013-05-24T00:00:00Z");

interface Secrets {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
}

/** Returns credentials that differ for each test and resemble nothing else in the memory. */
function secretsOf(name: string): Secrets {
  const text = (part: string, length: number) => {
    let all = "";
    for (let at = 0; all.length < length; at += 1) {
      all += createHash("sha256").update(`${name} ${part} ${at}`).digest("base64").slice(0, 43);
    }
    return all.slice(0, length);
  };
  return {
    accessKeyId: "ASIAIOSFODNN7EXAMPLE",
    secretAccessKey: text("secret", 40),
    sessionToken: text("token", 700),
  };
}

const hmac = (key: string | Buffer, text: string) =>
  createHmac("sha256", key).update(text).digest();

/** Returns the states of SHA-256 after HMAC's first block, as the module's words and as bytes. */
function midstates(key: Buffer): [name: string, bytes: Buffer][] {
  return [0x36, 0x5c].flatMap((pad): [string, Buffer][] => {
    const block = Buffer.alloc(64, pad);
    key.forEach((byte, at) => {
      block[at] = byte ^ pad;
    });
    const state = compress(INITIAL_STATE, block);
    const bytes = Buffer.alloc(32);
    const words = Buffer.alloc(32);
    state.forEach((word, at) => {
      bytes.writeUInt32BE(word, 4 * at);
      words.writeUInt32LE(word, 4 * at);
    });
    return [
      [`block ${pad}`, block],
      [`state ${pad}`, bytes],
      [`words ${pad}`, words],
    ];
  });
}

/** Returns every value from which a signature can be made, with its name. */
function sensitive({ secretAccessKey, sessionToken }: Secrets): [name: string, bytes: Buffer][] {
  const keys: [string, string | Buffer][] = [["AWS4 and the secret", `AWS4${secretAccessKey}`]];
  for (const part of [DATE, REGION, "s3", "aws4_request"]) {
    keys.push([`the key of ${part}`, hmac((keys.at(-1) as [string, string])[1], part)]);
  }
  const found: [string, Buffer][] = [["the secret", Buffer.from(secretAccessKey)]];
  for (const [name, key] of [...keys, ["the secret", secretAccessKey] as const]) {
    const bytes = Buffer.from(key as string);
    found.push([name, bytes]);
    for (const [part, state] of midstates(bytes)) found.push([`${part} of ${name}`, state]);
  }
  const token = Buffer.from(sessionToken);
  found.push(["the token", token]);
  // In a policy, at each of the three alignments to base64's groups of three bytes.
  for (const shift of [0, 1, 2]) {
    const whole = token.subarray(shift, token.length - ((token.length - shift) % 3));
    found.push([`the token in base64 at ${shift}`, Buffer.from(whole.toString("base64"))]);
  }
  return found;
}

/** Returns the names of the secrets of which the module's memory contains 12 bytes in a row. */
function traces(secrets: Secrets): string[] {
  const memory = Buffer.from(signerMemory());
  return sensitive(secrets)
    .filter(([, bytes]) => {
      for (let at = 0; at + 12 <= bytes.length; at += 4) {
        if (memory.includes(bytes.subarray(at, at + 12))) return true;
      }
      return false;
    })
    .map(([name]) => name);
}

function assertThrows(call: () => unknown): void {
  assert.throws(call, SignpostError);
}

const requests: PresignRequest[] = [
  { key: "a", signingDate },
  { key: "photos/ü.jpg", method: "PUT", headers: { "content-type": "image/jpeg" }, signingDate },
  { key: "a", response: { downloadAs: "b" }, signingDate, cacheWindow: 60 },
];
const keys = Array.from({ length: 3_000 }, (_, at) => `photos/${at}/ü.jpg`);

const uses: [title: string, use: (signer: Presigner) => void][] = [
  ["nothing was signed", () => {}],
  ["presign", (signer) => requests.forEach((request) => void signer.presign(request))],
  ["presignMany", (signer) => void signer.presignMany(keys, { signingDate })],
  [
    "presignPost",
    (signer) => {
      const form = signer.presignPost({ key: "a", fields: { acl: "private" }, signingDate });
      form.toFormData(new Blob(["a"]));
      form.toHtml();
      form.toCurl("a");
    },
  ],
  [
    "errors",
    (signer) => {
      assertThrows(() => signer.presign({ key: "", signingDate }));
      assertThrows(() => signer.presign({ key: "a/../b", signingDate }));
      assertThrows(() => signer.presign({ key: "a", headers: { host: "a" }, signingDate }));
      assertThrows(() => signer.presignMany(["a", ""], { signingDate }));
      assertThrows(() => signer.presignPost({ key: "a", fields: { policy: "a" }, signingDate }));
      assertThrows(() =>
        signer.presignPost({
          key: "a",
          fields: { "x-amz-meta-a": "a".repeat(19_000) },
          signingDate,
        }),
      );
    },
  ],
];

for (const signature of ["v4", "v2"] as const) {
  for (const [title, use] of uses) {
    test(`free() leaves no secret in the module's memory: ${signature}, ${title}`, () => {
      const credentials = secretsOf(`${signature} ${title}`);
      const signer = new Presigner({ region: REGION, bucket: "bucket", credentials, signature });
      use(signer);
      const alive = traces(credentials);
      assert(alive.includes("the secret") && alive.includes("the token"), String(alive));
      signer.free();
      assert.deepEqual(traces(credentials), []);
    });
  }
}

test("free() leaves no secret of one presigner while another is in use", () => {
  const [first, second] = ["first", "second"].map(secretsOf) as [Secrets, Secrets];
  const signers = [first, second].map(
    (credentials) => new Presigner({ region: REGION, bucket: "bucket", credentials }),
  ) as [Presigner, Presigner];
  for (const request of requests) for (const signer of signers) signer.presign(request);
  const url = signers[1].presign(requests[0] as PresignRequest).url;
  signers[0].free();
  assert.deepEqual(traces(first), []);
  assert.equal(signers[1].presign(requests[0] as PresignRequest).url, url);
  signers[1].free();
  assert.deepEqual(traces(second), []);
});

for (const wrong of [
  { region: "" },
  { bucket: "A/B" },
  { endpoint: "https://s3.test/?a" },
  { fips: true, accelerate: true },
]) {
  test(`a constructor that throws leaves no secret: ${JSON.stringify(wrong)}`, () => {
    const credentials = secretsOf(JSON.stringify(wrong));
    assertThrows(() => new Presigner({ region: REGION, bucket: "bucket", credentials, ...wrong }));
    assert.deepEqual(traces(credentials), []);
  });
}

test("invalid credentials leave no secret", () => {
  const { accessKeyId, secretAccessKey, sessionToken } = secretsOf("invalid");
  for (const credentials of [
    { accessKeyId, secretAccessKey, sessionToken: `${sessionToken}é` },
    { accessKeyId, secretAccessKey: `${secretAccessKey}é`, sessionToken },
    { accessKeyId: "a/b", secretAccessKey, sessionToken },
  ]) {
    assertThrows(() => new Presigner({ region: REGION, bucket: "bücket", credentials }));
    assert.deepEqual(traces({ accessKeyId, secretAccessKey, sessionToken }), []);
  }
});

test("no call uses more of the stack than free() wipes", () => {
  const signer = new Presigner({
    region: REGION,
    bucket: "bucket",
    credentials: secretsOf("deep"),
  });
  for (const [, use] of uses) use(signer);
  const beyond = signerMemory().subarray(0, 2 ** 20 - 2 ** 16);
  assert(beyond.every((byte) => byte === 0));
  signer.free();
});
