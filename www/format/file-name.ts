/** Returns the last segment of a key, as a file name. */
export function fileName(key: string): string {
  return key.slice(key.lastIndexOf("/") + 1) || "object";
}
