import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { unpackModule } from "../../js/wasm/unpack.ts";
import { packModule } from "../../scripts/build/pack-module.mjs";
import { inRoot } from "../../scripts/paths.mjs";

const allBytes = Uint8Array.from({ length: 512 }, (_, index) => index % 256);
const signer = readFileSync(inRoot("build", "wasm", "signer_bg.wasm"));

test("unpackModule restores every byte value", () => {
  assert.deepEqual(unpackModule(packModule(allBytes)), allBytes);
});

test("unpackModule restores the signer module", () => {
  assert.deepEqual(Buffer.from(unpackModule(packModule(signer))), signer);
});

test("a packed module needs no escapes in a string literal or a script element", () => {
  assert.match(packModule(allBytes).text, /^[ !#%&(-;=-[\]-_a-~]*$/);
});

test("packing adds less than 10 % to the size of the signer module", () => {
  assert(packModule(signer).text.length < signer.length * 1.1);
});
