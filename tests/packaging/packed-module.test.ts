import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { unpackModule } from "../../js/wasm/unpack.ts";
import { packModule } from "../../scripts/build/pack-module.mjs";
import { inRoot } from "../../scripts/paths.mjs";

const everyByte = Uint8Array.from({ length: 512 }, (_, index) => index % 256);
const built = readFileSync(inRoot("build", "wasm", "signer_bg.wasm"));

test("unpacking gives back a module that holds every byte", () => {
  assert.deepEqual(unpackModule(packModule(everyByte)), everyByte);
});

test("unpacking gives back the built module", () => {
  assert.deepEqual(Buffer.from(unpackModule(packModule(built))), built);
});

test("a packed module holds no character that a string or a script would escape", () => {
  assert.match(packModule(everyByte).text, /^[ !#%&(-;=-[\]-_a-~]*$/);
});

test("a packed module is no longer than a tenth over its bytes", () => {
  assert(packModule(built).text.length < built.length * 1.1);
});
