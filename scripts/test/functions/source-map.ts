/** A position in a script with the place that it comes from. */
export interface Segment {
  /** Offset in the script, in UTF-16 units. */
  offset: number;
  /** Index of the source, or -1 for code without one. */
  source: number;
  /** Line and column in the source, both from 0. */
  line: number;
  column: number;
}

export interface SourceMap {
  sources: string[];
  mappings: string;
}

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const VALUES = new Map([...DIGITS].map((digit, value) => [digit, value]));

/** Decodes the mappings of a source map, in the order of the script (https://tc39.es/ecma426/). */
export function segmentsOf(script: string, { mappings }: SourceMap): Segment[] {
  const segments: Segment[] = [];
  const starts = lineStarts(script);
  let [source, line, column] = [0, 0, 0];
  for (const [index, group] of mappings.split(";").entries()) {
    let generated = 0;
    for (const text of group.split(",")) {
      const [ahead, toSource, down = 0, right = 0] = numbersOf(text);
      if (ahead === undefined) continue;
      generated += ahead;
      const offset = (starts[index] ?? script.length) + generated;
      if (toSource === undefined) {
        segments.push({ offset, source: -1, line: 0, column: 0 });
        continue;
      }
      source += toSource;
      line += down;
      column += right;
      segments.push({ offset, source, line, column });
    }
  }
  return segments;
}

/** Returns the offset of the start of each line. */
export function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

/** Returns the index of the last number that is not above the value, or -1. The numbers ascend. */
export function lastNotAbove(numbers: readonly number[], value: number): number {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] ?? Number.POSITIVE_INFINITY) <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Decodes the base64 VLQ numbers of a segment. */
function numbersOf(text: string): number[] {
  const numbers: number[] = [];
  let [value, shift] = [0, 0];
  for (const digit of text) {
    const bits = VALUES.get(digit) ?? 0;
    value |= (bits & 31) << shift;
    shift += 5;
    if (bits & 32) continue;
    numbers.push(value & 1 ? -(value >> 1) : value >> 1);
    [value, shift] = [0, 0];
  }
  return numbers;
}
