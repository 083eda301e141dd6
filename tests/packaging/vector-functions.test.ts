import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import binaryen from "binaryen";
import { initSync, Presigner } from "../../build/wasm/signer.js";
import { CORE_MESSAGES } from "../../js/messages/core.ts";
import { emptyVectorFunctions } from "../../js/wasm/simd.ts";
import { encodeArguments, OPEN_ARGUMENTS, SHARE_ARGUMENTS, unwrap } from "../../js/wire.ts";
import { inRoot } from "../../scripts/paths.mjs";

/** Returns a module whose SIMD functions are replaced by traps, as the package does in engines without SIMD. */
function moduleWithoutSimd(name: string): Uint8Array<ArrayBuffer> {
  const metadata = readFileSync(inRoot("build", "wasm", `${name}.json`), "utf8");
  const { vectorFunctions } = JSON.parse(metadata) as { vectorFunctions: number[] };
  assert.notEqual(vectorFunctions.length, 0);
  const module = Uint8Array.from(readFileSync(inRoot("build", "wasm", `${name}_bg.wasm`)));
  emptyVectorFunctions(module, vectorFunctions);
  return module;
}

for (const name of ["signer", "core"]) {
  test(`the ${name} module without its SIMD functions is valid in engines without SIMD`, () => {
    const module = binaryen.readBinary(moduleWithoutSimd(name));
    const { All, SIMD128, RelaxedSIMD } = binaryen.Features;
    module.setFeatures(All & ~SIMD128 & ~RelaxedSIMD);
    assert.equal(module.validate(), 1);
  });
}

test("the signer without its SIMD functions signs a batch and single keys alike", () => {
  const { memory } = initSync({ module: moduleWithoutSimd("signer") });
  const signer = new Presigner();
  const openArguments = {
    region: "us-east-1",
    dualstack: false,
    accelerate: false,
    fips: false,
    globalEndpoint: false,
    accessKeyId: "AKIA",
    sessionToken: "T".repeat(900),
    secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
  };
  const shareArguments = { bucket: "examplebucket", now: 1.7e9, headers: [], query: [] };
  const open = encodeArguments(OPEN_ARGUMENTS as readonly string[], openArguments);
  const share = encodeArguments(SHARE_ARGUMENTS as readonly string[], shareArguments);
  assert.equal(unwrap(signer.open(open), CORE_MESSAGES), "");
  unwrap(signer.share(share), CORE_MESSAGES);
  const keys = ["a", "b", "c", "d", "e", "a/long/one", "another/one"];
  const reply = (length: number) =>
    new TextDecoder().decode(new Uint8Array(memory.buffer, signer.signed(), length));
  const signed = reply(signer.signMany(new TextEncoder().encode(keys.join("\0")), false));
  const expected = keys.map((key) => `${reply(signer.sign(key))}\n`);
  assert.equal(signed, expected.join(""));
});
