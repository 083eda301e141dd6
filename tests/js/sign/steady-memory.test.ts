import assert from "node:assert/strict";
import { test } from "node:test";
import { Presigner } from "../../../js/presigner.ts";
import { signerMemory } from "../../../js/wasm/signer.ts";

const options = {
  region: "eu-west-1",
  bucket: "examplebucket",
  credentials: {
    accessKeyId: "ASIAIOSFODNN7EXAMPLE",
    secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    sessionToken: "token/".repeat(150),
  },
};

/** Signs keys of many lengths, so that pieces of memory of many sizes are allocated and freed. */
function sign(signer: Presigner, count: number): void {
  for (let call = 0; call < count; call += 1) {
    signer.presign({ key: "é".repeat((call * 7) % 200) + call });
    if (call % 100 === 0) signer.presignPost({ key: `form ${call}`, maxSize: call + 1 });
    if (call % 500 === 0) signer.presignMany(["a", "b".repeat(1 + (call % 300)), `c/${call}`]);
    if (call % 500 === 0) new Presigner(options).free();
  }
}

test("the memory of the module does not grow in 100,000 calls", () => {
  const signer = new Presigner(options);
  sign(signer, 2_000);
  const { byteLength } = signerMemory();
  sign(signer, 100_000);
  assert.equal(signerMemory().byteLength, byteLength);
});
