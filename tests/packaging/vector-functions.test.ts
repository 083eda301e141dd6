import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import binaryen from "binaryen";
import { initSync, Presigner } from "../../build/wasm/signer.js";
import { emptyVectorFunctions } from "../../js/wasm/simd.ts";
import {
  encodeArguments,
  OPEN,
  OPEN_ARGUMENTS,
  SHARE,
  SHARE_ARGUMENTS,
  unwrap,
} from "../../js/wire.ts";
import { inRoot } from "../../scripts/paths.mjs";

/** Returns the signer with its SIMD functions replaced by traps, as the package does in engines without SIMD. */
function signerWithoutSimd(): Uint8Array<ArrayBuffer> {
  const metadata = readFileSync(inRoot("build", "wasm", "signer.json"), "utf8");
  const { vectorFunctions } = JSON.parse(metadata) as { vectorFunctions: number[] };
  assert.notEqual(vectorFunctions.length, 0);
  const module = Uint8Array.from(readFileSync(inRoot("build", "wasm", "signer_bg.wasm")));
  emptyVectorFunctions(module, vectorFunctions);
  return module;
}

test("the signer without its SIMD functions is valid in engines without SIMD", () => {
  const module = binaryen.readBinary(signerWithoutSimd());
  const { All, SIMD128, RelaxedSIMD } = binaryen.Features;
  module.setFeatures(All & ~SIMD128 & ~RelaxedSIMD);
  assert.equal(module.validate(), 1);
});

test("the signer without its SIMD functions signs a batch and single keys alike", () => {
  const { memory } = initSync({ module: new WebAssembly.Module(signerWithoutSimd()) });
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
  const reply = (input: string, perform: () => number) => {
    const bytes = new TextEncoder().encode(input);
    const address = signer.input(bytes.length);
    new Uint8Array(memory.buffer).set(bytes, address);
    const length = perform();
    return new TextDecoder().decode(new Uint8Array(memory.buffer, signer.output(), length));
  };
  assert.equal(unwrap(reply(open, () => signer.call(OPEN))), "");
  unwrap(reply(share, () => signer.call(SHARE)));
  const keys = ["a", "b", "c", "d", "e", "a/long/one", "another/one"];
  const signed = reply(keys.join("\0"), () => signer.signMany(false));
  const expected = keys.map((key) => `${reply(key, () => signer.sign(true))}\n`);
  assert.equal(signed, expected.join(""));
});
