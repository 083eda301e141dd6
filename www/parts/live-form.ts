import type { SignpostError } from "s3-signpost";
import { controlOf, fieldOf, nameOf } from "./fields.ts";
import { whenReleased } from "./pointer.ts";
import type { FieldProblems } from "./problems.ts";

/** Milliseconds without typing after which the problem of the focused field is shown. */
const TYPING_DELAY = 600;

/**
 * Checks a form while it is filled in. A problem disappears as soon as its field is valid; the problem of the focused
 * field appears after a pause in typing, and that of an empty field after the user has visited it. Fires `checked` after
 * each check.
 */
export class LiveForm extends EventTarget {
  readonly problems: FieldProblems;
  readonly #check: () => readonly SignpostError[];
  readonly #visited = new Set<string>();
  /** The fields and places that had an error of the check. */
  readonly #found = new Set<string>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #missing: string[] = [];
  #invalid: string[] = [];

  /** @param check returns all errors of the current input, those of empty fields included; others are ignored */
  constructor(problems: FieldProblems, check: () => readonly SignpostError[]) {
    super();
    this.problems = problems;
    this.#check = check;
    problems.root.addEventListener("change", ({ target }) => {
      const field = fieldOf(target);
      if (field) this.#visited.add(field);
      whenReleased(() => this.refresh());
    });
  }

  /** The empty fields that need a value and were not visited yet, after the last check. */
  get missing(): readonly string[] {
    return this.#missing;
  }

  /** The fields with problems, after the last check. */
  get invalid(): readonly string[] {
    return this.#invalid;
  }

  /** Checks the form after an input event: the problem of the focused field is shown after a pause. */
  typed(): void {
    this.#run(true);
  }

  /** Checks the form, and shows its problems. */
  refresh(): void {
    this.#run(false);
  }

  #run(isTyping: boolean): void {
    clearTimeout(this.#timer);
    const found = new Map<string, SignpostError[]>();
    for (const error of this.#check()) {
      const field = this.problems.fieldOf(error);
      if (field) found.set(field, [...(found.get(field) ?? []), error]);
    }
    const { fields } = this.problems;
    this.#missing = fields.filter((field) => found.has(field) && this.#isUntouched(field));
    for (const field of this.#missing) found.delete(field);
    this.#invalid = fields.filter((field) => found.has(field));
    this.problems.clear(...fields.filter((field) => !found.has(field) && this.#isOwn(field)));
    const focused = isTyping ? fieldOf(document.activeElement) : undefined;
    for (const [field, errors] of found) {
      const show = () => {
        this.#found.add(field);
        this.problems.show(field, errors);
      };
      const isFocused = field === focused && this.#contains(document.activeElement);
      if (isFocused) this.#timer = setTimeout(() => whenReleased(show), TYPING_DELAY);
      else show();
    }
    this.dispatchEvent(new Event("checked"));
  }

  /** Whether the problems of a field are from the check. Those of a place without a control can be from a request. */
  #isOwn(field: string): boolean {
    const element = this.problems.element(field);
    return this.#found.has(field) || (element !== undefined && controlOf(element) !== undefined);
  }

  /** Shows all problems, those of empty fields included. */
  revealAll(): void {
    for (const field of this.problems.fields) this.#visited.add(field);
    this.refresh();
  }

  /** Treats every field as not visited. */
  forget(): void {
    this.#visited.clear();
    this.refresh();
  }

  #isUntouched(field: string): boolean {
    if (this.#visited.has(field)) return false;
    const element = this.problems.element(field);
    const control = element && controlOf(element);
    return control !== undefined && "value" in control && control.value === "";
  }

  #contains(element: Element | null): boolean {
    return this.problems.root.contains(element);
  }
}

/**
 * Shows all problems of these forms, and focuses the first.
 *
 * @returns whether there is no problem
 */
export function submit(...forms: LiveForm[]): boolean {
  for (const form of forms) form.revealAll();
  return !forms.some(({ problems }) => problems.focusFirst());
}

/** Returns the names of fields, as in the middle of a sentence. */
export function namesInSentence(form: LiveForm, fields: readonly string[]): string[] {
  return fields.map((field) => {
    const element = form.problems.element(field);
    const name = element ? nameOf(element) : field;
    return name.charAt(0).toLowerCase() + name.slice(1);
  });
}
