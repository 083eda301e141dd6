/** The result of a signer in one engine. */
export interface Figure {
  /** Microseconds of one URL or form: the median of the rounds. */
  microseconds: number;
  /** Ratio to the reference of the same round: the median of the rounds. A slow moment affects both. */
  ratio: number;
}

/** Returns the median: the middle value, or the mean of the two middle values. */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new Error("An empty list has no median.");
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? 0)) / 2;
}

/**
 * Computes the figures of all signers.
 *
 * @param times microseconds of each round by the signer's name; all signers have the same number of rounds
 * @param baseOf returns the name of the reference of a signer
 */
export function figuresOf(
  times: ReadonlyMap<string, readonly number[]>,
  baseOf: (name: string) => string,
): Map<string, Figure> {
  const figures = new Map<string, Figure>();
  for (const [name, rounds] of times) {
    const base = times.get(baseOf(name)) ?? [];
    if (base.length !== rounds.length)
      throw new Error(`${name} has another number of rounds than its reference.`);
    const ratios = rounds.map((time, round) => time / (base[round] ?? Number.NaN));
    figures.set(name, { microseconds: median(rounds), ratio: median(ratios) });
  }
  return figures;
}

/** Returns a limit, and the measured times as a multiple of it. */
export function limitFigure(times: readonly number[] = [], limits: readonly number[]): Figure {
  const ratios = limits.map((limit, round) => (times[round] ?? Number.NaN) / limit);
  return { microseconds: median(limits), ratio: median(ratios) };
}

/** Formats a number with three digits: 0.31, 12.3, 1 230. */
export function threeFigures(value: number): string {
  if (value >= 100) {
    const rounded = String(Number(value.toPrecision(3)));
    return rounded.replace(/\B(?=(\d{3})+$)/g, "\u202f");
  }
  return value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
