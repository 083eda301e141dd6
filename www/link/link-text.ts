import { make } from "../parts/elements.ts";

/** Values longer than this, such as session tokens, are shortened by CSS. */
const LONG = 200;

/** Returns the URL in coloured parts. Their joined text is exactly the URL. */
export function linkText(url: string): DocumentFragment {
  const [, scheme = "", host = "", path = "", query] =
    /^(https?:\/\/)([^/?]*)([^?]*)(?:\?(.*))?$/s.exec(url) ?? [];
  const text = document.createDocumentFragment();
  text.append(make("span", "link-scheme", scheme), make("span", "link-host", host));
  text.append(make("span", "link-path", path));
  query?.split("&").forEach((parameter, index) => {
    const [name = "", value] = parameter.split(/=(.*)/s);
    text.append(make("span", "link-mark", index === 0 ? "?" : "&"));
    text.append(make("span", "link-name", name));
    if (value === undefined) return;
    const length = value.length > LONG ? "link-value link-long" : "link-value";
    text.append(make("span", "link-mark", "="), make("span", length, value));
  });
  return text;
}
