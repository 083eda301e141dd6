/** Formats a count as `12,345`, in the language of the page. */
export function formatCount(count: number): string {
  return count.toLocaleString("en");
}

/** Formats a count with a noun whose plural ends in s: `1 link`, `2,000 links`. */
export function countOf(count: number, noun: string): string {
  return `${formatCount(count)} ${count === 1 ? noun : `${noun}s`}`;
}
