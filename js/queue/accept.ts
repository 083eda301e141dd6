/** Returns whether a file is of a type in `accept`, a list as in the attribute of `<input type="file">`. */
export function accepts(accept: string, file: { name: string; type: string }): boolean {
  const name = file.name.toLowerCase();
  const type = file.type.toLowerCase().replace(/;.*/, "").trim();
  const patterns = accept
    .toLowerCase()
    .split(",")
    .map((pattern) => pattern.trim())
    .filter(Boolean);
  if (patterns.length === 0) return true;
  return patterns.some((pattern) => {
    if (pattern.startsWith(".")) return name.endsWith(pattern);
    if (pattern.endsWith("/*")) return pattern === "*/*" || type.startsWith(pattern.slice(0, -1));
    return type === pattern;
  });
}
