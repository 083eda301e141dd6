import { NOT_SIZE } from "../messages/elements.ts";
import { optionError } from "../option-error.ts";

/**
 * Reads the size in an attribute, in bytes: `20MB`, `1.5 GiB`, `1000`. KB is 1000 bytes, as in file managers of most systems
 * and in `Intl`; KiB is 1024. Undefined without the attribute.
 *
 * @throws {PresignError} `InvalidOption` for any other text
 */
export function sizeOf(element: Element, name: string): number | undefined {
  const value = element.getAttribute(name);
  if (value === null) return undefined;
  const match = /^\s*(\d+(?:\.\d+)?)\s*(?:([KMGT])(i?)B|B)?\s*$/i.exec(value);
  if (!match) throw optionError(NOT_SIZE, name, { value });
  const [, number, prefix = " ", binary] = match;
  const power = " KMGT".indexOf(prefix.toUpperCase());
  return Math.floor(Number(number) * (binary ? 1_024 : 1_000) ** power);
}

/** Reads the number in an attribute; NaN, which the core rejects, for any other text. Undefined without the attribute. */
export function countOf(element: Element, name: string): number | undefined {
  const value = element.getAttribute(name);
  return value === null ? undefined : Number(value || Number.NaN);
}
