import type { SentRequest } from "../types.ts";
import { decodeSigned } from "../url/percent.ts";
import { queryPairs, splitFirst } from "../url/text.ts";

/** Whether the parameter or header `name` has a secret value. */
export function isSecret(name: string): boolean {
  return /(token|signature|authorization|cookie|customer-key)$/i.test(name);
}

/** Hides the secret values of a request in a text. A service may repeat them anywhere in its error document. */
export function hideSecrets(text: string, { url, headers = {} }: SentRequest): string {
  const parameters = queryPairs(splitFirst(url, "?")[1]).flatMap(([name, value]) => [
    [name, decodeSigned(value)],
    [name, value],
  ]);
  let shown = text;
  for (const [name = "", value = ""] of [...parameters, ...Object.entries(headers)]) {
    if (value && isSecret(name)) shown = shown.replaceAll(value, "(hidden)");
  }
  return shown;
}
