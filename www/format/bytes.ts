const UNITS = ["bytes", "kB", "MB", "GB", "TB"];
const FACTORS: Record<string, number> = {
  "": 1,
  b: 1,
  byte: 1,
  bytes: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  kib: 1024,
  mib: 1024 ** 2,
  gib: 1024 ** 3,
};

/** Formats bytes as `12.4 MB`, with units of powers of 1,000. */
export function formatBytes(bytes: number): string {
  if (bytes === 1) return "1 byte";
  let unit = 0;
  let amount = bytes;
  while (amount >= 999.5 && unit < UNITS.length - 1) {
    amount /= 1000;
    unit += 1;
  }
  const digits = unit === 0 || amount >= 99.95 ? 0 : 1;
  return `${amount.toFixed(digits)} ${UNITS[unit]}`;
}

/** Parses `10 MB`, `512 KiB` or `2000` as bytes. Returns `NaN` if the text is not a size. */
export function parseBytes(text: string): number {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/i.exec(text.trim()) ?? [];
  const factor = FACTORS[unit?.toLowerCase() ?? ""];
  if (amount === undefined || factor === undefined) return Number.NaN;
  return Math.round(Number(amount) * factor);
}
