import type { PresignedUrl } from "s3-signpost";
import { fileName } from "./file-name.ts";

/** Returns a `curl` command for a POSIX shell that uses the link. */
export function curlCommand(link: PresignedUrl, key: string): string {
  const headers = Object.entries(link.headers).flatMap(([name, value]) => [
    "-H",
    quoteForShell(value ? `${name}: ${value}` : `${name};`),
  ]);
  return ["curl", ...methodArguments(link, key), ...headers, quoteForShell(link.url)].join(" ");
}

function methodArguments({ method }: PresignedUrl, key: string): string[] {
  const file = quoteForShell(fileName(key));
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

/** Quotes an argument for a POSIX shell. */
export function quoteForShell(text: string): string {
  return /^[\w./:=@%+,-]+$/.test(text) && !text.startsWith("-")
    ? text
    : `'${text.replaceAll("'", `'\\''`)}'`;
}
