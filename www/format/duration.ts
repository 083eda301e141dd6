const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Units in descending order, with their accepted spellings. */
const UNITS: [spelling: RegExp, seconds: number][] = [
  [/^w(eeks?)?$/, 7 * DAY],
  [/^d(ays?)?$/, DAY],
  [/^h(rs?|ours?)?$/, HOUR],
  [/^m(ins?|inutes?)?$/, MINUTE],
  [/^s(ecs?|econds?)?$/, 1],
];

/**
 * Parses `3600`, `90s`, `1h30m` or `1 h 30 min` as seconds. Every amount needs a unit, except a number
 * that stands alone, and each unit must be smaller than the one before it. Numbers that are not valid lifetimes,
 * such as `-1` or `1.5`, are returned: the signer reports them.
 *
 * @returns `NaN` if the text is not a duration; `durationHint` returns the fix
 */
export function parseDuration(text: string): number {
  const trimmed = text.trim().toLowerCase();
  if (/^[-+]?\d+(\.\d+)?$/.test(trimmed)) return Number(trimmed);
  const part = /([-+]?\d+(?:\.\d+)?)\s*([a-z]+)(?:\s*,)?\s*/y;
  let total = 0;
  let next = 0;
  do {
    const [, amount = "", name = ""] = part.exec(trimmed) ?? [];
    const unit = UNITS.findIndex(([spelling], index) => index >= next && spelling.test(name));
    if (unit < 0 || (next > 0 && /^[-+]/.test(amount))) return Number.NaN;
    total += Number(amount) * (UNITS[unit]?.[1] ?? 0);
    next = unit + 1;
  } while (part.lastIndex < trimmed.length);
  return trimmed.endsWith(",") ? Number.NaN : total;
}

const ACCEPTED = "Write seconds (3600), or numbers with units: 90s, 15m, 1h30m, 7d.";

/** Maximum length of a text that is searched for its mistake, which takes quadratic time. */
const MAX_LENGTH = 40;

/** Returns a hint for a text that `parseDuration` rejects. */
export function durationHint(text: string): string {
  const trimmed = text.trim().toLowerCase();
  if (trimmed.length > MAX_LENGTH) return ACCEPTED;
  if (/^\d+[-/.]\d+[-/.]\d+/.test(trimmed)) return "To give a date, choose “On a date”.";
  const [, before = "", unit = "", rest = ""] = /^(.*?\d\s*([a-z]+)\s*)(\d+)$/.exec(trimmed) ?? [];
  const smaller = UNITS.findIndex(([spelling]) => spelling.test(unit)) + 1;
  const written = ["w", "d", "h", "m", "s"][smaller];
  return smaller > 0 && written
    ? `${rest} has no unit. Write, for instance, ${before}${rest}${written}.`
    : ACCEPTED;
}

/** Formats a duration by its two largest units: `59 min 48 s`. */
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

/** Formats an instant as `14:32:10`, with the day in front unless it is today. */
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

/**
 * Formats an instant for people in other places: `Tue 14:00 CET`, with the day of the month if it is not within six days.
 */
export function formatEnd(instant: Date, now = new Date()): string {
  const isNear = Math.abs(instant.getTime() - now.getTime()) < 6 * DAY * 1000;
  return instant
    .toLocaleString("en-GB", {
      weekday: "short",
      ...(isNear ? {} : { day: "numeric", month: "short" }),
      hour: "2-digit",
      minute: "2-digit",
      timeZoneName: "short",
    })
    .replaceAll(",", "");
}

/** Formats an instant with its time zone and in UTC: `14:32:10 CET (13:32:10 UTC)`. */
export function formatInstantInZones(instant: Date, now = new Date()): string {
  const zone = zoneOf(instant);
  const local = `${formatInstant(instant, now)} ${zone}`;
  return zone === "UTC" ? local : `${local} (${instant.toISOString().slice(11, 19)} UTC)`;
}

/** Returns the abbreviation of the local time zone at an instant: `CET`, `GMT+9`. */
function zoneOf(instant: Date): string {
  const parts = new Intl.DateTimeFormat("en-GB", { timeZoneName: "short" }).formatToParts(instant);
  return parts.find(({ type }) => type === "timeZoneName")?.value ?? "";
}

function plural(count: number, word: string): string {
  return count === 1 ? word : `${word}s`;
}
