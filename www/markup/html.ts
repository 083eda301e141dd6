import { escapeMarkup } from "./escape.ts";

/** Markup that is complete: it is inserted into other markup as it is. */
export class Html {
  readonly source: string;

  constructor(source: string) {
    this.source = source;
  }
}

/** A value in markup. Texts are escaped; `false` and `undefined` are left out. */
export type HtmlValue = Html | string | number | false | undefined | readonly HtmlValue[];

/** Builds markup from a template. It runs while the page is built, never in the browser. */
export function html(pieces: TemplateStringsArray, ...values: HtmlValue[]): Html {
  return new Html(String.raw({ raw: pieces }, ...values.map(render)));
}

/** Returns attributes with a space before each. `true` is an attribute without a value; `false` leaves it out. */
export function attributes(values: Record<string, string | number | boolean | undefined>): Html {
  const present = Object.entries(values).filter(
    ([, value]) => value !== undefined && value !== false,
  );
  return new Html(
    present
      .map(([name, value]) =>
        value === true ? ` ${name}` : ` ${name}="${escapeMarkup(String(value))}"`,
      )
      .join(""),
  );
}

/** Converts backticks in words to `code` elements. */
export function withCode(words: string): Html {
  const pieces = words.split("`");
  return html`${pieces.map((piece, index) => (index % 2 ? html`<code>${piece}</code>` : piece))}`;
}

function render(value: HtmlValue): string {
  if (value === undefined || value === false) return "";
  if (value instanceof Html) return value.source;
  if (typeof value === "object") return value.map(render).join("");
  return escapeMarkup(String(value));
}
