import { make } from "./elements.ts";

/** Longer values, which session tokens are, are cut for the eye: they say nothing to it. */
const LONG = 200;

/** The URL in parts that can be told apart by eye. Their text, put together, is the URL to the byte. */
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
