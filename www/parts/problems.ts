import { SignpostError } from "s3-signpost";
import { make } from "./elements.ts";
import { controlOf, controlsOf, describe, reveal } from "./fields.ts";
import { describeError, optionOf } from "./problem-text.ts";

/** Fields of errors that name no field, or only the credentials as a whole. */
const FIELD_OF_CODE: Record<string, string> = {
  CredentialsExpired: "credentials.expiration",
  ExpiredToken: "credentials.expiration",
};

const instances = new WeakMap<Element, FieldProblems>();

/**
 * Shows errors by the fields of one part of the page. The fields have `data-field`, spelled as the options of the
 * package, and an element with the class `problem`.
 */
export class FieldProblems {
  readonly #root: HTMLElement;

  /** @param root needs an `id`, which the ids of the problems begin with */
  constructor(root: HTMLElement) {
    this.#root = root;
    instances.set(root, this);
  }

  /** Returns the instance whose part of the page contains the element. */
  static around(element: Element): FieldProblems | undefined {
    for (let part: Element | null = element; part; part = part.parentElement) {
      const found = instances.get(part);
      if (found) return found;
    }
    return undefined;
  }

  get root(): HTMLElement {
    return this.#root;
  }

  /** The names of all fields, in the order of the page. */
  get fields(): string[] {
    return Array.from(this.#root.querySelectorAll<HTMLElement>("[data-field]"), (element) =>
      String(element.dataset["field"]),
    );
  }

  /** Replaces the problems of a field by these errors. An unchanged text is not announced again. */
  show(field: string, errors: readonly unknown[]): void {
    const element = this.element(field);
    const place = element?.querySelector(".problem");
    if (!element || !place) throw errors[0];
    const shown = errors.map((error) => make("p", "", ...describeError(error, element)));
    const texts = (elements: Iterable<Element>) =>
      Array.from(elements, ({ textContent }) => textContent).join("\n");
    if (texts(place.children) !== texts(shown)) place.replaceChildren(...shown);
    reveal(place);
    place.id ||= `${this.#root.id}-problem-of-${field}`;
    for (const control of controlsOf(element)) {
      if (control.matches("input, textarea, select")) control.setAttribute("aria-invalid", "true");
      describe(control, place.id, true);
    }
  }

  /** Whether a field shows a problem. */
  has(field: string): boolean {
    return Boolean(this.element(field)?.querySelector(".problem")?.hasChildNodes());
  }

  /** Removes all problems of these fields. */
  clear(...fields: string[]): void {
    for (const element of fields.map((field) => this.element(field))) {
      const place = element?.querySelector(".problem");
      if (!element || !place?.hasChildNodes()) continue;
      place.replaceChildren();
      for (const control of controlsOf(element)) {
        control.removeAttribute("aria-invalid");
        describe(control, place.id, false);
      }
    }
  }

  /** Moves the focus to the first field that has a problem. Returns `false` if none has. */
  focusFirst(): boolean {
    const first = this.fields.find((field) => this.has(field));
    const element = this.element(first);
    if (element) controlOf(element)?.focus();
    return first !== undefined;
  }

  /** Returns the field for an error, if there is one: `headers.x-amz-acl` belongs to `headers`. */
  fieldOf(error: unknown): string | undefined {
    if (!(error instanceof SignpostError)) return undefined;
    let name = FIELD_OF_CODE[error.code] ?? optionOf(error);
    while (name && !this.#isAvailable(this.element(name))) {
      const cut = Math.max(name.lastIndexOf("."), name.lastIndexOf("["));
      name = name.slice(0, Math.max(cut, 0));
    }
    return name || undefined;
  }

  /** Whether a field exists and is not hidden inside its part of the page. */
  #isAvailable(element: HTMLElement | undefined): boolean {
    for (let part = element; part && part !== this.#root; part = part.parentElement ?? undefined) {
      if (part.hidden) return false;
    }
    return element !== undefined;
  }

  /** Returns the element of a field. */
  element(field = ""): HTMLElement | undefined {
    const selector = `[data-field="${CSS.escape(field)}"]`;
    return this.#root.querySelector<HTMLElement>(selector) ?? undefined;
  }
}

/**
 * Shows an error by its field in the first of these parts that has the field, or else at `place` of the first part: the
 * place of a request.
 */
export function showError(error: unknown, place: string, ...parts: FieldProblems[]): void {
  const owner = parts.find((part) => part.fieldOf(error) !== undefined) ?? parts[0];
  owner?.show(owner.fieldOf(error) ?? place, [error]);
}
