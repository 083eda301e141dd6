import type { ListEntry } from "s3-signpost";

/** Property that entries are sorted by. */
export type SortProperty = "key" | "size" | "lastModified";

/** The sorting and the search of a table of entries. */
export interface Order {
  by: SortProperty;
  isDescending: boolean;
  /** Text that names contain, in upper or lower case. */
  search: string;
}

/** Returns the entries whose names contain the text, sorted: folders first, equal entries in S3's order. */
export function arrange(
  entries: readonly ListEntry[],
  prefix: string,
  { by, isDescending, search }: Order,
): ListEntry[] {
  const wanted = search.toLowerCase();
  const found = entries.filter((entry) => nameOf(entry.key, prefix).toLowerCase().includes(wanted));
  const folders = found.filter(({ commonPrefix }) => commonPrefix);
  const objects = found.filter(({ commonPrefix }) => !commonPrefix);
  if (by !== "key") objects.sort((a, b) => numberOf(a, by) - numberOf(b, by));
  if (isDescending) {
    objects.reverse();
    if (by === "key") folders.reverse();
  }
  return [...folders, ...objects];
}

/** Returns the name of an entry in its folder. The object that stands for the folder itself has the folder's name. */
export function nameOf(key: string, prefix: string): string {
  const folder = folderOf(prefix);
  return key.slice(folder.length) || lastSegment(folder);
}

/** Returns a prefix up to its last slash. */
export function folderOf(prefix: string): string {
  return prefix.slice(0, prefix.lastIndexOf("/") + 1);
}

/** A folder of a path, or the beginning of names at its end. */
export interface PathStep {
  name: string;
  prefix: string;
}

/** Returns the steps of a path: `a/b/c` has `a/`, `b/` and `c`. */
export function stepsOf(prefix: string): PathStep[] {
  const names = prefix.match(/[^/]*\/|[^/]+$/g) ?? [];
  let end = 0;
  return names.map((name) => {
    end += name.length;
    return { name, prefix: prefix.slice(0, end) };
  });
}

function lastSegment(folder: string): string {
  return stepsOf(folder).at(-1)?.name ?? "";
}

function numberOf(entry: ListEntry, by: "size" | "lastModified"): number {
  return by === "size" ? entry.size : (entry.lastModified?.getTime() ?? 0);
}
