/**
 * Returns whether the attribute `accept` of `<input type="file">` allows the file: a comma-separated list of file name
 * extensions (`.pdf`), media types (`application/pdf`) and `image/*`, `audio/*` or `video/*`, in any case. As in other
 * uploaders, `*` stands for any subtype or any type. An empty list allows every file.
 *
 * Source: HTML, "File Upload state (type=file)". Parameters of the file's type are ignored.
 */
export function accepts(accept: string, file: { name?: string; type: string }): boolean {
  const tokens = accept
    .toLowerCase()
    .split(",")
    .map((token) => token.trim())
    .filter(Boolean);
  const name = (file.name ?? "").toLowerCase();
  const [type = ""] = file.type.toLowerCase().split(";");
  return tokens.length === 0 || tokens.some((token) => allows(token, name, type.trim()));
}

function allows(token: string, name: string, type: string): boolean {
  if (token.startsWith(".")) return name.endsWith(token);
  if (token === "*" || token === "*/*") return true;
  return token.endsWith("/*") ? type.startsWith(token.slice(0, -1)) : type === token;
}
