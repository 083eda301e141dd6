import { UNKNOWN_TOKEN } from "../messages/elements.ts";
import { optionError } from "../option-error.ts";
import type { S3ClientElement } from "./client-element.ts";
import type { ElementClient } from "./core.ts";

/** Makes the keys of files from the attribute `prefix`. */
export class KeyMaker {
  /** Files by their path, to number those of equal names. */
  readonly #files = new Map<string, File[]>();

  /**
   * Returns `prefix`, with its tokens replaced, and the path of the file; without the path if the prefix has the token
   * `{name}`. A second file of the same path gets a number, unless it is the same file.
   *
   * @throws {PresignError} `InvalidOption` for an unknown token, and for `{identity}` without an identity pool
   */
  async key(
    prefix: string,
    file: File,
    path: string,
    client: ElementClient,
    provider: S3ClientElement | undefined,
  ): Promise<string> {
    const name = this.#numbered(file, path);
    // The identity is known as soon as there are credentials.
    if (prefix.includes("{identity}")) await client.presigner();
    const tokens: Record<string, string | undefined> = {
      name,
      uuid: crypto.randomUUID?.(),
      date: new Date().toISOString().slice(0, 10),
      identity: provider?.identityId,
    };
    const replaced = prefix.replace(/\{(\w*)\}/g, (_, token: string) => {
      const value = Object.hasOwn(tokens, token) && tokens[token];
      if (!value) throw optionError(UNKNOWN_TOKEN, "prefix", { token });
      return value;
    });
    return prefix.includes("{name}") ? replaced : replaced + name;
  }

  #numbered(file: File, path: string): string {
    const others = this.#files.get(path) ?? [];
    let index = others.findIndex(
      ({ size, lastModified }) => size === file.size && lastModified === file.lastModified,
    );
    if (index < 0) index = others.push(file) - 1;
    this.#files.set(path, others);
    return index ? path.replace(/(\.[^./]*)?$/, ` (${index + 1})$1`) : path;
  }
}
