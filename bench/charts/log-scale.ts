/** Places values on a line so that equal ratios lie equally far apart. */
export interface LogScale {
  /** Where a value lies; one below the scale lies at its beginning. */
  at(value: number): number;
  /** The powers of ten from its beginning to its end. */
  decades: readonly number[];
}

/**
 * A scale of whole decades that holds all values.
 *
 * @param values all above zero
 * @param from where the line begins, and
 * @param to where it ends
 */
export function logScale(values: readonly number[], from: number, to: number): LogScale {
  const lowest = Math.floor(Math.log10(Math.min(...values)));
  const highest = Math.max(lowest + 1, Math.ceil(Math.log10(Math.max(...values))));
  const decades = Array.from(
    { length: highest - lowest + 1 },
    (_, index) => 10 ** (lowest + index),
  );
  return {
    at: (value) => {
      const share = (Math.log10(value) - lowest) / (highest - lowest);
      return from + Math.max(0, share) * (to - from);
    },
    decades,
  };
}
