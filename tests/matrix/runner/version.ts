/** Returns the first two numbers of a version. */
export function shortVersion(version: string): string {
  return version.split(".").slice(0, 2).join(".");
}
