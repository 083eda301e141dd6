const SIZE_UNITS = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"];

/** Formats sizes, speeds and times in a language, in decimal units. */
export class Format {
  readonly #locale: string | undefined;

  /** A `lang` that is no language tag counts as the browser's language. */
  constructor(locale: string | undefined) {
    try {
      this.#locale = locale && Intl.getCanonicalLocales(locale)[0];
    } catch {
      this.#locale = undefined;
    }
  }

  /** `1.2 MB`, or `1.2 MB/s`. */
  bytes(bytes: number, isSpeed = false): string {
    const power = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), SIZE_UNITS.length - 1);
    const unit = SIZE_UNITS[power] as string;
    const style = { maximumFractionDigits: power > 1 ? 1 : 0, unitDisplay: "short" } as const;
    return this.#number(bytes / 1_000 ** power, isSpeed ? `${unit}-per-second` : unit, style);
  }

  /** The time in its largest unit, rounded up: `3 minutes`. */
  duration(seconds: number): string {
    const [size, unit] = (
      [
        [3_600, "hour"],
        [60, "minute"],
        [1, "second"],
      ] as const
    ).find(([size]) => seconds >= size) ?? [1, "second"];
    return this.#number(Math.ceil(seconds / size), unit, { unitDisplay: "long" });
  }

  #number(value: number, unit: string, options: Intl.NumberFormatOptions): string {
    return new Intl.NumberFormat(this.#locale, { style: "unit", unit, ...options }).format(value);
  }
}
