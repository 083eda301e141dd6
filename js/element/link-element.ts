import { appendPart } from "./element-base.ts";
import { SignedElement } from "./signed-element.ts";

/** Events before which the link is signed: a person may open, copy or drag it next. */
const BEFORE_USE = ["pointerenter", "pointerdown", "focusin", "keydown", "contextmenu", "click"];

const DEFAULT_EXPIRES_IN = 300;

/**
 * `<s3-link key="report.pdf">Report</s3-link>`: a link to a private object. It is signed when the pointer or the focus
 * enters it, and again just before a click, so that it has not expired when it is opened.
 *
 * @tag s3-link
 * @slot - The content of the link
 * @slot countdown - An element that shows the time until the present URL expires, as text that is updated every second
 * @csspart link - The `<a>`
 * @fires {CustomEvent<S3ErrorDetail>} s3-error - The link cannot be signed
 */
export class S3LinkElement extends SignedElement {
  /** Names of the attributes. */
  static override readonly observedAttributes = [
    ...SignedElement.observedAttributes,
    "download-as",
    "target",
  ];

  /** Name under which the browser saves the object. */
  declare downloadAs: string | null;
  /** As that of `<a>`. */
  declare target: string | null;

  readonly #link: HTMLAnchorElement;
  readonly #countdown: HTMLSlotElement;
  #expiresAt = 0;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor() {
    super();
    const root = this.attachShadow({ mode: "open", delegatesFocus: true });
    this.#link = appendPart(root, "a", "link");
    appendPart(this.#link, "slot");
    this.#countdown = appendPart(root, "slot");
    this.#countdown.name = "countdown";
    this.#countdown.addEventListener("slotchange", () => this.#count());
    for (const type of BEFORE_USE) {
      this.#link.addEventListener(type, () => this.update(), { capture: true });
    }
  }

  /** @internal */
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stopCounting();
  }

  /** @internal */
  protected override update(): void {
    const { downloadAs } = this;
    const signed = this.sign(downloadAs ? { response: { downloadAs } } : {}, DEFAULT_EXPIRES_IN);
    // A link that cannot be signed must not open an expired URL.
    if (signed) this.#link.href = signed.url;
    else this.#link.removeAttribute("href");
    this.#link.target = this.target ?? "";
    this.#expiresAt = Number(signed?.expiresAt ?? 0);
    this.#count();
  }

  #count(): void {
    const shown = this.#countdown.assignedElements();
    if (shown.length === 0 || !this.#expiresAt) {
      this.#stopCounting();
      return;
    }
    const seconds = Math.max(0, Math.ceil((this.#expiresAt - Date.now()) / 1_000));
    const text = clock(seconds);
    for (const element of shown) element.textContent = text;
    this.#timer ??= setInterval(() => this.#count(), 1_000);
  }

  #stopCounting(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}

/** Formats seconds as `4:05` or `1:04:05`. */
function clock(seconds: number): string {
  const hours = Math.floor(seconds / 3_600);
  const rest = new Date(seconds * 1_000).toISOString().slice(14, 19);
  return hours ? `${hours}:${rest}` : rest.replace(/^0/, "");
}
