/**
 * A module of WebAssembly that unpacks another one: the same loops in JavaScript, before the engine has compiled them, take
 * most of the time of a page's first signature.
 *
 * The first loop turns characters into bytes, as unpack.ts describes. The second one joins the streams of these bytes, as
 * scripts/build/split-module.mjs describes, and writes the module after them. It returns the end of the module.
 *
 * ```wat
 * (module
 *   (memory (export "m") 1)
 *   (func (export "u") (param $at i32) (param $end i32) (result i32)
 *     (local $to i32) (local $code i32) (local $page i32)
 *     (local.set $to (local.get $at))
 *     (loop $character
 *       (i32.store8
 *         (local.get $to)
 *         (i32.load8_u offset=96
 *           (i32.add (local.tee $code (i32.load8_u (local.get $at))) (local.get $page))))
 *       (local.set $to
 *         (i32.add (i32.eqz (local.tee $page (i32.load8_u (local.get $code)))) (local.get $to)))
 *       (br_if $character
 *         (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 1))) (local.get $end))))
 *     (local.set $at (i32.const 0))
 *     (loop $instruction
 *       (if (i32.lt_u (i32.sub (local.tee $code (call $read (i32.const 1))) (i32.const 6)) (i32.const 3))
 *         (then
 *           (if (i32.gt_u (local.get $code) (i32.const 6))
 *             (then
 *               (i32.store16
 *                 (local.get $at)
 *                 (i32.or
 *                   (i32.or
 *                     (i32.and
 *                       (local.tee $page
 *                         (i32.sub (i32.sub (local.get $to) (local.get $at)) (i32.const 2)))
 *                       (i32.const 127))
 *                     (i32.const 128))
 *                   (i32.and (i32.shl (local.get $page) (i32.const 1)) (i32.const 32512))))
 *               (local.set $at (local.get $to))))
 *           (if (i32.eq (local.get $code) (i32.const 7))
 *             (then (local.set $to (i32.add (local.get $to) (i32.const 2)))))
 *           (if (i32.eqz (local.tee $end (call $read (i32.const 1))))
 *             (then (return (local.get $to))))
 *           (loop $byte
 *             (i32.store8 (local.get $to) (call $read (i32.add (local.get $code) (i32.const 2))))
 *             (local.set $to (i32.add (local.get $to) (i32.const 1)))
 *             (br_if $byte (local.tee $end (i32.sub (local.get $end) (i32.const 1))))))
 *         (else
 *           (i32.store8 (local.get $to) (local.get $code))
 *           (local.set $to (i32.add (local.get $to) (i32.const 1)))
 *           (if (i32.lt_u (local.get $code) (i32.const 67))
 *             (then
 *               (local.set $page (i32.load8_u offset=456 (local.get $code)))
 *               (loop $operand
 *                 (if (local.get $page)
 *                   (then
 *                     (loop $byte
 *                       (i32.store8
 *                         (local.get $to)
 *                         (local.tee $code (call $read (i32.and (local.get $page) (i32.const 15)))))
 *                       (local.set $to (i32.add (local.get $to) (i32.const 1)))
 *                       (br_if $byte (i32.and (local.get $code) (i32.const 128))))
 *                     (local.set $page (i32.shr_u (local.get $page) (i32.const 4)))
 *                     (br $operand))))))))
 *       (br $instruction))
 *     (unreachable))
 *   (func $read (param $stream i32) (result i32)
 *     (local $from i32)
 *     (i32.store offset=412
 *       (local.tee $stream (i32.shl (local.get $stream) (i32.const 2)))
 *       (i32.add (local.tee $from (i32.load offset=412 (local.get $stream))) (i32.const 1)))
 *     (i32.load8_u (local.get $from))))
 * ```
 */
export const UNPACKER: readonly number[] = [
  // Magic number and version.
  0, 97, 115, 109, 1, 0, 0, 0,
  // Types of the functions, functions, memory of one page, exports.
  1, 12, 2, 96, 2, 127, 127, 1, 127, 96, 1, 127, 1, 127, 3, 3, 2, 0, 1, 5, 3, 1, 0, 1, 7, 9, 2, 1,
  109, 2, 0, 1, 117, 0, 0,
  // Code.
  10, 172, 2, 2, 137, 2, 1, 3, 127, 32, 0, 33, 2, 3, 64, 32, 2, 32, 0, 45, 0, 0, 34, 3, 32, 4, 106,
  45, 0, 96, 58, 0, 0, 32, 3, 45, 0, 0, 34, 4, 69, 32, 2, 106, 33, 2, 32, 0, 65, 1, 106, 34, 0, 32,
  1, 73, 13, 0, 11, 65, 0, 33, 0, 3, 64, 65, 1, 16, 1, 34, 3, 65, 6, 107, 65, 3, 73, 4, 64, 32, 3,
  65, 6, 75, 4, 64, 32, 0, 32, 2, 32, 0, 107, 65, 2, 107, 34, 4, 65, 255, 0, 113, 65, 128, 1, 114,
  32, 4, 65, 1, 116, 65, 128, 254, 1, 113, 114, 59, 1, 0, 32, 2, 33, 0, 11, 32, 3, 65, 7, 70, 4, 64,
  32, 2, 65, 2, 106, 33, 2, 11, 65, 1, 16, 1, 34, 1, 69, 4, 64, 32, 2, 15, 11, 3, 64, 32, 2, 32, 3,
  65, 2, 106, 16, 1, 58, 0, 0, 32, 2, 65, 1, 106, 33, 2, 32, 1, 65, 1, 107, 34, 1, 13, 0, 11, 5, 32,
  2, 32, 3, 58, 0, 0, 32, 2, 65, 1, 106, 33, 2, 32, 3, 65, 195, 0, 73, 4, 64, 32, 3, 45, 0, 200, 3,
  33, 4, 3, 64, 32, 4, 4, 64, 3, 64, 32, 2, 32, 4, 65, 15, 113, 16, 1, 34, 3, 58, 0, 0, 32, 2, 65,
  1, 106, 33, 2, 32, 3, 65, 128, 1, 113, 13, 0, 11, 32, 4, 65, 4, 118, 33, 4, 12, 1, 11, 11, 11, 11,
  12, 0, 11, 0, 11, 31, 1, 1, 127, 32, 0, 65, 2, 116, 34, 0, 32, 0, 40, 2, 156, 3, 34, 1, 65, 1,
  106, 54, 2, 156, 3, 32, 1, 45, 0, 0, 11,
];
