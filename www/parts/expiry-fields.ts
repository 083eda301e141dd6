import { PresignError } from "s3-signpost";
import { parseDuration } from "../format/duration.ts";
import { words } from "../words.ts";
import { readDuration } from "./duration-field.ts";
import { byId, choose, chosen, input, make, type } from "./elements.ts";

const PRESETS = ["5 min", "1 h", "12 h", "7 days"];
const DEFAULT_DURATION = "1 h";

/** The fields for the end of a link or a form, as `expiryFields` of the markup makes them. */
export class ExpiryFields {
  readonly #prefix: string;
  readonly #expiresIn: HTMLInputElement;
  readonly #expiresAt: HTMLInputElement;
  readonly #presets: HTMLFieldSetElement;

  /** Fills in the presets, and shows the fields of the selected choice. */
  constructor(prefix: string) {
    this.#prefix = prefix;
    this.#expiresIn = input(`${prefix}expires-in`);
    this.#expiresAt = input(`${prefix}expires-at`);
    this.#presets = byId(`${prefix}presets`, HTMLFieldSetElement);
    this.#presets.append(
      ...PRESETS.map((preset) => {
        const choice = make("button", "preset", preset);
        choice.type = "button";
        choice.addEventListener("click", () => type(this.#expiresIn, preset));
        return choice;
      }),
    );
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const help = byId(`${prefix}expires-at-help`, HTMLParagraphElement);
    help.textContent = words.parts.expiry.dateHelp(zone);
    const fields = byId(`${prefix}expiry`, HTMLFieldSetElement);
    fields.addEventListener("input", () => this.#showChoices());
    this.#showChoices();
  }

  /**
   * Returns the entered end, as options of a request.
   *
   * @throws {PresignError} `InvalidExpiry` if the text is not a duration, or not a date with a time
   */
  read(): { expiresIn: number } | { expiresAt: Date } {
    if (!this.#isByDate()) return { expiresIn: readDuration(this.#expiresIn.value) };
    const expiresAt = new Date(this.#expiresAt.value);
    if (!Number.isNaN(expiresAt.getTime())) return { expiresAt };
    const { date, dateHint: hint } = words.parts;
    throw new PresignError("InvalidExpiry", date, { field: "expiresAt", hint });
  }

  /** Selects a duration and fills it in, as a click and typing do. */
  fill(duration: string): void {
    choose(`${this.#prefix}until`, "duration");
    type(this.#expiresIn, duration);
  }

  #isByDate(): boolean {
    return chosen(`${this.#prefix}until`) === "date";
  }

  #showChoices(): void {
    const byDate = this.#isByDate();
    byId(`${this.#prefix}duration-choice`, HTMLDivElement).hidden = byDate;
    byId(`${this.#prefix}date-choice`, HTMLDivElement).hidden = !byDate;
    if (byDate && !this.#expiresAt.value) this.#expiresAt.value = localDateTime(defaultExpiry());
    const seconds = parseDuration(this.#expiresIn.value);
    for (const preset of this.#presets.querySelectorAll("button")) {
      const isCurrent = parseDuration(preset.textContent ?? "") === seconds;
      preset.setAttribute("aria-pressed", String(isCurrent));
    }
  }
}

function defaultExpiry(): Date {
  return new Date(Date.now() + parseDuration(DEFAULT_DURATION) * 1000);
}

/** Formats an instant for `datetime-local`: local time without a zone, to the second. */
function localDateTime(instant: Date): string {
  const local = new Date(instant.getTime() - instant.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 19);
}
