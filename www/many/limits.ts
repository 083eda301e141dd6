/** Maximum number of keys at once. Their links take about 100 MB of memory. */
export const MAX_KEYS = 200_000;

/** Maximum length of a text with keys, in UTF-16 units. */
export const MAX_TEXT = 64_000_000;
