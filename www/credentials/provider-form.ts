import { type Credentials, PresignError, SignpostError } from "s3-signpost";
import { account } from "../account/account.ts";
import { button, byId } from "../parts/elements.ts";
import { LiveForm, submit } from "../parts/live-form.ts";
import { orOffline } from "../parts/offline.ts";
import { FieldProblems, showError } from "../parts/problems.ts";
import { words } from "../words.ts";
import { takeFrom } from "./source.ts";

/** A form whose button fills the account with credentials of a service. */
export interface ProviderForm {
  /** `id` of the card. The ids of the button and of the outcome begin with it. */
  id: string;
  /** Name of the source for people. */
  name(): string;
  /** Creates the provider of the entered values. Throws the error of a wrong one. */
  provider(): () => Promise<Credentials>;
  /** Returns all errors of the entered values. */
  check(): SignpostError[];
}

/** Starts the form. A renewal calls the same provider, which remembers its identity. */
export function startProviderForm({ id, name, provider, check }: ProviderForm): void {
  const card = byId(id, HTMLElement);
  const problems = new FieldProblems(card);
  const form = new LiveForm(problems, check);
  const start = button(`${id}-get`);
  const outcome = byId(`${id}-outcome`, HTMLParagraphElement);
  const label = start.textContent ?? "";
  card.addEventListener("input", () => {
    outcome.textContent = "";
    problems.clear(id);
    form.typed();
  });
  account.addEventListener("change", () => form.refresh());
  start.addEventListener("click", async () => {
    outcome.textContent = "";
    problems.clear(id);
    if (!submit(form)) return;
    start.disabled = true;
    start.textContent = words.credentials.waiting;
    try {
      await takeFrom({ name: name(), provide: provider() });
      outcome.textContent = words.credentials.done;
    } catch (error) {
      showError(orOffline(error), id, problems);
    } finally {
      start.disabled = false;
      start.textContent = label;
      start.focus();
    }
  });
}

/** Calls functions that each check one option, and returns their errors. */
export function errorsOf(...checks: (() => unknown)[]): SignpostError[] {
  return checks.flatMap((check) => {
    try {
      check();
      return [];
    } catch (error) {
      if (error instanceof SignpostError) return [error];
      throw error;
    }
  });
}

/** Throws the error of a missing value. */
export function requireValue(value: string, field: string, hint: string): void {
  if (value !== "") return;
  throw new PresignError("InvalidOption", `\`${field}\` must not be empty.`, { field, hint });
}
