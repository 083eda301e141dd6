import type { Message } from "../../../js/messages/message.ts";

/** Returns the names of a message's parameters, in the order of their first appearance. */
export function parameterNames([, text, hint]: Message): string[] {
  return [
    ...new Set(Array.from((text + hint).matchAll(/%\{(\w+)\}/g), ([, name]) => String(name))),
  ];
}
