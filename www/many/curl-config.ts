import type { ObjectLink } from "./sign-links.ts";

/** Returns the options that all transfers of a curl configuration share. Keys may have the braces of curl's globs. */
export function curlHead(method: "GET" | "PUT"): string {
  return method === "GET" ? "fail\ngloboff\ncreate-dirs\n" : "fail\ngloboff\n";
}

/** Returns the lines of one transfer: from the link to a file below the current folder, or from that file. */
export function curlRow({ key, url }: ObjectLink, method: "GET" | "PUT"): string {
  const option = method === "GET" ? "output" : "upload-file";
  return `url = ${quote(url)}\n${option} = ${quote(localPath(key))}\n`;
}

/** Returns the path for a key, which never leaves the current folder. */
function localPath(key: string): string {
  const segments = key
    .split("/")
    .map((segment) => segment.replace(/[\p{Cc}\\]/gu, "_"))
    .map((segment) => (segment === "" || segment === "." || segment === ".." ? "_" : segment));
  return `./${segments.join("/")}`;
}

/** Quotes a value as curl's configuration files do. */
function quote(value: string): string {
  return `"${value.replace(/[\\"]/g, "\\$&")}"`;
}
