import type { ErrorDocument } from "../http/error-document.ts";
import { queryPairs, splitFirst } from "../url/text.ts";
import { type Item, itemOf, POSITIONAL_V2_HEADERS } from "./item.ts";

/** Returns the items in a string to sign of V2; undefined if it is incomplete. */
export function itemsOfV2({ StringToSign = "" }: ErrorDocument): Item[] | undefined {
  const [method, md5, type, expires, ...lines] = linesOf(StringToSign);
  const resource = lines.pop();
  if (resource === undefined) return undefined;
  return [
    itemOf("method", "", method),
    ...POSITIONAL_V2_HEADERS.map((name, at) => itemOf("headers", name, at ? type : md5)),
    itemOf("query", "Expires", expires),
    ...lines.map(headerItem),
    itemOf("path", "", resource),
  ];
}

/** Returns the items in a canonical request and a string to sign of V4. Undefined if one of them is incomplete, or both are absent. */
export function itemsOfV4({ CanonicalRequest, StringToSign }: ErrorDocument): Item[] | undefined {
  const items: Item[] = [];
  if (CanonicalRequest) {
    const [method, path, query = "", ...lines] = linesOf(CanonicalRequest);
    const end = lines.indexOf("");
    const [signedHeaders, payload] = lines.slice(end + 1);
    if (end < 0 || payload === undefined) return undefined;
    items.push(
      itemOf("method", "", method),
      itemOf("path", "", path),
      ...queryPairs(query).map(([name, value]) => itemOf("query", name, value)),
      ...lines.slice(0, end).map(headerItem),
      itemOf("signedHeaders", "", signedHeaders),
      itemOf("payload", "", payload),
    );
  }
  if (StringToSign) {
    const [, date, scope] = linesOf(StringToSign);
    if (scope === undefined) return undefined;
    items.push(itemOf("scope", "date", date), itemOf("scope", "scope", scope));
  }
  return items.length > 0 ? items : undefined;
}

function headerItem(line: string): Item {
  return itemOf("headers", ...splitFirst(line, ":"));
}

function linesOf(text: string): string[] {
  return text.split("\n").map((line) => line.replace(/\r$/, ""));
}
