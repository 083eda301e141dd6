import type { PresignedUrl } from "s3-signpost";

/** Returns a `curl` command for a POSIX shell that uses the link. */
export function curlCommand(link: PresignedUrl, key: string): string {
  const headers = Object.entries(link.headers).flatMap(([name, value]) => [
    "-H",
    quote(value ? `${name}: ${value}` : `${name};`),
  ]);
  return ["curl", ...methodArguments(link, key), ...headers, quote(link.url)].join(" ");
}

function methodArguments({ method }: PresignedUrl, key: string): string[] {
  const file = quote(fileName(key));
  switch (method) {
    case "GET":
      return ["--fail-with-body", "-o", file];
    case "PUT":
      return ["--fail-with-body", "--upload-file", file];
    case "HEAD":
      return ["--head"];
    default:
      return ["--fail-with-body", "-X", method];
  }
}

/** Returns the last segment of a key, as a file name. */
export function fileName(key: string): string {
  return key.slice(key.lastIndexOf("/") + 1) || "object";
}

function quote(text: string): string {
  return /^[\w./:=@%+,-]+$/.test(text) && !text.startsWith("-")
    ? text
    : `'${text.replaceAll("'", `'\\''`)}'`;
}
