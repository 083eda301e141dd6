import type { SentRequest } from "../types.ts";
import { decode } from "../url/percent.ts";
import { splitUrl } from "../url/split-url.ts";
import { lowerCase, queryPairs, splitFirst } from "../url/text.ts";
import { type Item, itemOf, POSITIONAL_V2_HEADERS } from "./item.ts";

/** The parameters that Signature Version 2 signs, as in src/v2/sub_resources.rs. */
export const SUB_RESOURCES =
  "accelerate acl analytics cors delete inventory lifecycle location logging metrics notification object-lock partNumber policy replication requestPayment response-cache-control response-content-disposition response-content-encoding response-content-language response-content-type response-expires restore select select-type tagging torrent uploadId uploads versionId versioning versions website";

/** Signed items of a request, by its URL and headers. */
export interface SentItems {
  isV4: boolean;
  accessKeyId: string;
  /** In signing order. */
  items: Item[];
}

/**
 * Returns what a presigned request signs. Its headers are those that the caller knows; those that a browser adds are
 * missing.
 *
 * @throws if the URL cannot be parsed or decoded, or lacks a parameter of the signature
 */
export function sentItems({ method, url = "", headers = {} }: Partial<SentRequest>): SentItems {
  const { host, path: ownPath, query } = splitUrl(url);
  const path = ownPath || "/";
  const pairs = queryPairs(query);
  const parameters = pairs.map(([name, value]): Pair => [name, decode(value)]);
  const sentHeaders = Object.entries(headers).map(
    ([name, value]): Pair => [lowerCase(name), collapseSpaces(value)],
  );
  const isV4 = find(parameters, "X-Amz-Signature") !== undefined;
  const credential = find(parameters, "X-Amz-Credential");
  const [accessKeyId] = splitFirst(find(parameters, "AWSAccessKeyId") ?? credential ?? "", "/");
  const items = [itemOf("method", "", `${method ?? ""}`)];
  if (isV4) {
    const names = required(find(parameters, "X-Amz-SignedHeaders"));
    const [, scope] = /\/(.*)/s.exec(required(credential)) ?? [];
    items.push(
      itemOf("path", "", path),
      ...pairs.flatMap(([name, value]) =>
        name === "X-Amz-Signature" ? [] : itemOf("query", name, value),
      ),
      ...names
        .split(";")
        .map((name) => itemOf("headers", name, name === "host" ? host : find(sentHeaders, name))),
      itemOf("signedHeaders", "", names),
      itemOf("payload", "", "UNSIGNED-PAYLOAD"),
      itemOf("scope", "date", required(find(parameters, "X-Amz-Date"))),
      itemOf("scope", "scope", required(scope)),
    );
  } else {
    const signed = [
      ...sentHeaders,
      // V2 signs x-amz- parameters as headers.
      ...parameters.map(
        ([name, value]): Pair => [/^x-amz-/i.test(name) ? lowerCase(name) : "", value],
      ),
    ];
    items.push(
      ...POSITIONAL_V2_HEADERS.map((name) => itemOf("headers", name, find(signed, name) ?? "")),
      itemOf("query", "Expires", required(find(parameters, "Expires"))),
      ...signed.flatMap(([name, value]) =>
        name.startsWith("x-amz-") ? itemOf("headers", name, value) : [],
      ),
      itemOf("path", "", path + subResources(parameters)),
    );
  }
  return { isV4, accessKeyId, items };
}

type Pair = [name: string, value: string];

function find(pairs: readonly Pair[], wanted: string): string | undefined {
  return pairs.find(([name]) => name === wanted)?.[1];
}

function required(value: string | undefined): string {
  if (value === undefined) throw new Error("The URL lacks a parameter of the signature.");
  return value;
}

/** Returns `?acl&uploadId=…`: the end of the canonicalized resource of V2. */
function subResources(parameters: readonly Pair[]): string {
  const names = SUB_RESOURCES.split(" ");
  const signed = parameters
    .filter(([name]) => names.includes(name))
    // Compares `name,value`: a comma sorts before each character of these names.
    .sort()
    .map(([name, value]) => (value ? `${name}=${value}` : name));
  return signed.length > 0 ? `?${signed.join("&")}` : "";
}

/** Trims a value and replaces each run of spaces and tabs with one space, as AWS canonicalizes header values. */
function collapseSpaces(value: string): string {
  return value.replace(/[ \t]+/g, " ").replace(/^ | $/g, "");
}
