/** What a signer came to in one engine. */
export interface Figure {
  /** Of one URL or form, by the median of the rounds. */
  microseconds: number;
  /** The median of the rounds' own ratios to what it is measured by, which a slow moment falls on too. */
  ratio: number;
}

/** The middle of them, or the mean of the two that are nearest to it. */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new Error("There is no median of nothing.");
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? 0)) / 2;
}

/**
 * @param times microseconds of each round by the signer's name, as many for each
 * @param baseOf the name of the signer that one is measured by
 */
export function figuresOf(
  times: ReadonlyMap<string, readonly number[]>,
  baseOf: (name: string) => string,
): Map<string, Figure> {
  const figures = new Map<string, Figure>();
  for (const [name, rounds] of times) {
    const base = times.get(baseOf(name)) ?? [];
    if (base.length !== rounds.length) throw new Error(`${name} has rounds of its own.`);
    const ratios = rounds.map((time, round) => time / (base[round] ?? Number.NaN));
    figures.set(name, { microseconds: median(rounds), ratio: median(ratios) });
  }
  return figures;
}

/** A limit by the median of the rounds, and what was measured as a multiple of it, round by round. */
export function limitFigure(times: readonly number[] = [], limits: readonly number[]): Figure {
  const ratios = limits.map((limit, round) => (times[round] ?? Number.NaN) / limit);
  return { microseconds: median(limits), ratio: median(ratios) };
}

/** To three figures, as a person reads them: 0.31, 12.3, 1 230. */
export function threeFigures(value: number): string {
  if (value >= 100) {
    const rounded = String(Number(value.toPrecision(3)));
    return rounded.replace(/\B(?=(\d{3})+$)/g, "\u202f");
  }
  return value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
