const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"];

/**
 * Formats a size and a limit for a message, in decimal units as file managers do: 20.1 MB and 20 MB. Both are in bytes if they
 * would be the same text.
 */
export function sizesOf(size: number, limit: number): { size: string; limit: string } {
  const isSame = inUnits(size) === inUnits(limit);
  const text = isSame ? inBytes : inUnits;
  return { size: text(size), limit: text(limit) };
}

function inUnits(bytes: number): string {
  const power = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), UNITS.length - 1);
  return power === 0 ? inBytes(bytes) : format(bytes / 1_000 ** power, power, "short");
}

function inBytes(bytes: number): string {
  return format(bytes, 0, "long");
}

function format(value: number, power: number, unitDisplay: "short" | "long"): string {
  const unit = UNITS[power] as string;
  // The messages are in English.
  const options = { style: "unit", unit, unitDisplay, maximumFractionDigits: 1 } as const;
  return new Intl.NumberFormat("en", options).format(value);
}
