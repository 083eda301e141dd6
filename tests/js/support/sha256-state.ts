/** The state of SHA-256 between two blocks (FIPS 180-4), which node:crypto does not expose. */

function firstPrimes(count: number): number[] {
  const primes: number[] = [];
  for (let number = 2; primes.length < count; number += 1) {
    if (primes.every((prime) => number % prime !== 0)) primes.push(number);
  }
  return primes;
}

/** Returns the first 32 bits of the fraction of the cube or square root of a prime. */
function fraction(prime: number, power: 2n | 3n): number {
  const wanted = BigInt(prime) << (32n * power);
  let low = 0n;
  let high = 1n << 64n;
  while (high - low > 1n) {
    const middle = (low + high) >> 1n;
    if (middle ** power <= wanted) low = middle;
    else high = middle;
  }
  return Number(low & 0xffffffffn);
}

const ROUNDS = firstPrimes(64).map((prime) => fraction(prime, 3n));

export const INITIAL_STATE: readonly number[] = firstPrimes(8).map((prime) => fraction(prime, 2n));

const rotate = (word: number, bits: number) => (word >>> bits) | (word << (32 - bits));

/** Returns the state after a block of 64 bytes. */
export function compress(state: readonly number[], block: Buffer): number[] {
  const words = Array.from({ length: 16 }, (_, at) => block.readUInt32BE(4 * at));
  const word = (at: number) => words[at] as number;
  for (let at = 16; at < 64; at += 1) {
    const near = word(at - 2);
    const far = word(at - 15);
    const s1 = rotate(near, 17) ^ rotate(near, 19) ^ (near >>> 10);
    const s0 = rotate(far, 7) ^ rotate(far, 18) ^ (far >>> 3);
    words.push((word(at - 16) + s0 + word(at - 7) + s1) >>> 0);
  }
  let [a, b, c, d, e, f, g, h] = state as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  for (let at = 0; at < 64; at += 1) {
    const s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    const first = (h + s1 + ((e & f) ^ (~e & g)) + (ROUNDS[at] as number) + word(at)) | 0;
    const s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
    const second = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [a, b, c, d, e, f, g, h] = [(first + second) | 0, a, b, c, (d + first) | 0, e, f, g];
  }
  return [a, b, c, d, e, f, g, h].map((sum, at) => (sum + (state[at] as number)) >>> 0);
}
