const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const UNITS: [pattern: RegExp, seconds: number][] = [
  [/^(s|secs?|seconds?)?$/, 1],
  [/^(m|mins?|minutes?)$/, MINUTE],
  [/^(h|hrs?|hours?)$/, HOUR],
  [/^(d|days?)$/, DAY],
  [/^(w|weeks?)$/, 7 * DAY],
];

/**
 * Reads `3600`, `90 s` or `1 h 30 min` as seconds. What is a number but no lifetime, such as `-1` or
 * `1.5`, stays that number: the signer says what is wrong with it. `NaN` when it is no duration at all.
 */
export function parseDuration(text: string): number {
  const trimmed = text.trim().toLowerCase();
  if (!/^([-+]?\d+(\.\d+)?\s*[a-z]*[\s,]*)+$/.test(trimmed)) return Number.NaN;
  let total = 0;
  for (const [, amount, name] of trimmed.matchAll(/([-+]?\d+(?:\.\d+)?)\s*([a-z]*)/g)) {
    const unit = UNITS.find(([pattern]) => pattern.test(name ?? ""));
    if (!unit) return Number.NaN;
    total += Number(amount) * unit[1];
  }
  return total;
}

/** `59 min 48 s`: the two largest units that count. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const parts: [number, string][] = [
    [Math.floor(whole / DAY), plural(Math.floor(whole / DAY), "day")],
    [Math.floor((whole % DAY) / HOUR), "h"],
    [Math.floor((whole % HOUR) / MINUTE), "min"],
    [whole % MINUTE, "s"],
  ];
  const first = parts.findIndex(([amount]) => amount > 0);
  if (first < 0) return "0 s";
  return parts
    .slice(first, first + 2)
    .filter(([amount]) => amount > 0)
    .map(([amount, unit]) => `${amount} ${unit}`)
    .join(" ");
}

/** `14:32:10`, with the day before it where that is not today. */
export function formatInstant(instant: Date, now = new Date()): string {
  const time = instant.toLocaleTimeString([], {
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
  });
  if (instant.toDateString() === now.toDateString()) return time;
  const sameYear = instant.getFullYear() === now.getFullYear();
  const day = instant.toLocaleDateString([], {
    day: "numeric",
    month: "short",
    ...(sameYear ? {} : { year: "numeric" }),
  });
  return `${day}, ${time}`;
}

function plural(count: number, word: string): string {
  return count === 1 ? word : `${word}s`;
}
