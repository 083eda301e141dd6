import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import binaryen from "binaryen";
import { hasSimd } from "../../js/wasm/simd.ts";
import { unpackModule } from "../../js/wasm/unpack.ts";
import { UNPACKER } from "../../js/wasm/unpacker.ts";
import { packBytes, packFile, packModule } from "../../scripts/build/pack-module.mjs";
import { padSizes } from "../../scripts/build/split-module.mjs";
import { inRoot } from "../../scripts/paths.mjs";

const allBytes = Uint8Array.from({ length: 512 }, (_, index) => index % 256);
const header = [0, 97, 115, 109, 1, 0, 0, 0];
const names = ["signer", "checksum"];
const pathOf = (name: string) => inRoot("build", "wasm", `${name}_bg.wasm`);
const signer = readFileSync(pathOf("signer"));

test("unpackModule restores every byte value", () => {
  // A custom section without a name, and no code.
  const module = Uint8Array.from([...header, 0, 0x81, 4, 0, ...allBytes]);
  assert(WebAssembly.validate(module));
  assert.deepEqual(unpackModule(packModule(module)), module);
});

for (const name of names) {
  test(`unpackModule restores the module ${name}, with two bytes for the size of each function`, () => {
    const module = readFileSync(pathOf(name));
    const unpacked = unpackModule(packModule(module));
    assert.deepEqual(unpacked, padSizes(module).module);
    const [before, after] = [module, unpacked].map((bytes) => binaryen.readBinary(bytes));
    assert.deepEqual(after?.emitBinary(), before?.emitBinary());
  });

  test(`the vector functions of the packed module ${name} are the same functions`, async () => {
    const { vectorFunctions, ...packed } = await packFile(pathOf(name));
    const unpacked = unpackModule(packed);
    const module = readFileSync(pathOf(name));
    const facts = JSON.parse(readFileSync(inRoot("build", "wasm", `${name}.json`), "utf8"));
    const bodies = (bytes: Uint8Array, ranges: number[]) =>
      ranges.flatMap((at, index) =>
        index % 2 === 0 ? [Buffer.from(bytes.subarray(at, at + (ranges[index + 1] ?? 0)))] : [],
      );
    assert.deepEqual(bodies(unpacked, vectorFunctions), bodies(module, facts.vectorFunctions));
  });
}

test("instructions with operands of every kind are restored", () => {
  const { module } = padSizes(binaryen.parseText(OPERANDS).emitBinary());
  assert.deepEqual(unpackModule(packModule(module)), module);
});

/** Instructions whose operands are no single LEB128, and a function whose locals take more than one mark. */
const OPERANDS = `(module
  (memory 1)
  (table 2 funcref)
  (elem (i32.const 0) $a $a)
  (func $a (param i32) (result i32)
    (local f32 i64 f32 i64 f32 i64 f32 i64 f64 v128 f64 v128)
    (drop (f32.const 1.5))
    (drop (f64.const -0.1))
    (drop (v128.const i32x4 0x80808080 0xffffffff 0x80 0xfefdfcfb))
    (drop (i8x16.shuffle 0 16 1 17 2 18 3 19 4 20 5 21 6 22 7 31 (v128.const i64x2 -1 -1) (v128.load (i32.const 1024))))
    (drop (v128.load8_lane offset=300 3 (i32.const 0) (v128.const i64x2 -1 -1)))
    (drop (i32x4.extract_lane 2 (i32x4.splat (i32.const -2147483648))))
    (drop (i32.trunc_sat_f32_s (f32.const nan)))
    (memory.fill (i32.const 0) (i32.const 255) (i32.const 4))
    (memory.copy (i32.const 0) (i32.const 8) (i32.const 4))
    (drop (i64.const 0x8000000000000000))
    (i64.store offset=5000000 (i32.const 0) (i64.load32_u offset=128 (i32.const 0)))
    (block $x (block $y (br_table $x $y $x (local.get 0))))
    (call_indirect (param i32) (result i32) (i32.const 7) (i32.const 1))))`;

test("the module that unpacks others is its text in WebAssembly's text format", () => {
  const source = readFileSync(inRoot("js", "wasm", "unpacker.ts"), "utf8");
  const [, comment = ""] = /```wat\n(.*?)```/s.exec(source) ?? [];
  const text = binaryen.parseText(comment.replace(/^ \* ?/gm, ""));
  const module = binaryen.readBinary(Uint8Array.from(UNPACKER));
  assert.deepEqual(module.emitBinary(), text.emitBinary());
});

test("the module that unpacks others needs no SIMD", () => {
  const module = binaryen.readBinary(Uint8Array.from(UNPACKER));
  module.setFeatures(binaryen.Features.MVP);
  assert.equal(module.validate(), 1);
});

test("hasSimd is what the engine accepts", () => {
  const text = "(module (func (drop (i8x16.splat (i32.const 0)))))";
  assert.equal(
    hasSimd(),
    WebAssembly.validate(Uint8Array.from(binaryen.parseText(text).emitBinary())),
  );
});

test("a function over 16 KB is an error of the build", () => {
  const size = [0x80, 0x80, 1];
  const module = [...header, 10, 0x84, 0x80, 1, 1, ...size];
  assert.throws(() => padSizes(Uint8Array.from(module)), /A function has 16384 bytes/);
});

test("a packed module needs no escapes in a string literal or a script element", () => {
  assert.match(packBytes(allBytes).text, /^[ !#%&(-;=-[\]-_a-~]*$/);
});

test("packing adds less than 10 % to the size of the signer module", () => {
  assert(packModule(signer).text.length < signer.length * 1.1);
});
