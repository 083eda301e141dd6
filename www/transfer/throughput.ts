/** Length of the history in samples, of which there is one a second. */
export const HISTORY = 60;

/** The bytes per second of the last 60 seconds, for the chart and its text. */
export class ThroughputHistory {
  readonly #samples: number[] = [];

  /** The samples, the oldest first. */
  get samples(): readonly number[] {
    return this.#samples;
  }

  get now(): number {
    return this.#samples.at(-1) ?? 0;
  }

  get peak(): number {
    return Math.max(0, ...this.#samples);
  }

  get average(): number {
    const sum = this.#samples.reduce((total, sample) => total + sample, 0);
    return this.#samples.length > 0 ? sum / this.#samples.length : 0;
  }

  /** Whether the history has no bytes, so that nothing is left to show. */
  get isFlat(): boolean {
    return this.#samples.every((sample) => sample === 0);
  }

  add(bytesPerSecond: number): void {
    this.#samples.push(Number.isFinite(bytesPerSecond) ? Math.max(0, bytesPerSecond) : 0);
    if (this.#samples.length > HISTORY) this.#samples.shift();
  }
}

/** Returns the end of an axis that begins at 0 and holds `peak`: 1, 2 or 5 times a power of ten. */
export function axisEnd(peak: number): number {
  if (!(peak > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(peak));
  const step = [1, 2, 5, 10].find((factor) => factor * power >= peak) ?? 10;
  return step * power;
}

/**
 * Returns the points of the line of the chart, in a box of `width` by `height`. The newest sample is at the right edge.
 */
export function linePoints(
  samples: readonly number[],
  end: number,
  { width, height }: { width: number; height: number },
): [x: number, y: number][] {
  const step = width / (HISTORY - 1);
  return samples.map((sample, index) => [
    width - (samples.length - 1 - index) * step,
    height - (sample / end) * height,
  ]);
}
