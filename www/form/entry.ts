import { account } from "../account/account.ts";
import { parseAddress } from "../object-address.ts";
import { byId, chosen, input, make, type } from "../parts/elements.ts";
import { ExpiryFields } from "../parts/expiry-fields.ts";
import { words } from "../words.ts";
import { readFieldRows, startFieldRows } from "./field-rows.ts";
import type { Typed } from "./request.ts";

const { allow, kindHelp } = words.form;

/** Types that a click fills in. */
const TYPES = ["", "image/", "video/", "application/pdf"];

const prefix = input("form-prefix");
const key = input("form-key");
const minSize = input("form-min-size");
const maxSize = input("form-max-size");
const exactSize = input("form-size");
const contentType = input("form-type");
const after = byId("form-after", HTMLSelectElement);
const redirect = input("form-redirect");
const presets = byId("form-types", HTMLFieldSetElement);
const kind = byId("form-kind-help", HTMLParagraphElement);

let section: HTMLElement;
let expiry: ExpiryFields;

/** Starts the fields of what to allow. `onChange` is called after a change that is no input. */
export function startEntry(view: HTMLElement, onChange: () => void): void {
  section = view;
  expiry = new ExpiryFields("form-");
  startFieldRows(onChange);
  presets.append(
    ...TYPES.map((preset) => {
      const choice = make("button", "preset", preset || allow.anyType);
      choice.type = "button";
      choice.value = preset;
      choice.addEventListener("click", () => type(contentType, preset));
      return choice;
    }),
  );
  for (const field of [prefix, key]) field.addEventListener("paste", pasteAddress);
  section.addEventListener("input", showChoices);
  showChoices();
}

/** Returns the texts of all fields. */
export function readTyped(): Typed {
  return {
    via: chosen("form-via") === "put" ? "put" : "post",
    place: chosen("form-place") === "key" ? "key" : "prefix",
    prefix: prefix.value,
    key: key.value,
    minSize: minSize.value,
    maxSize: maxSize.value,
    exactSize: exactSize.value,
    contentType: contentType.value,
    rows: readFieldRows(),
    after: after.value,
    redirect: redirect.value,
    readExpiry: () => expiry.read(),
  };
}

/** Fills in a lifetime, as typing does. */
export function fillDuration(duration: string): void {
  expiry.fill(duration);
}

/** Fills in the exact size and the type of a file, as typing does. */
export function fillFile({ size, type: fileType }: File): void {
  contentType.value = fileType;
  type(exactSize, String(size));
}

/** Takes an address that replaces the whole content of a field. A text without a scheme is a key. */
function pasteAddress(event: ClipboardEvent): void {
  const field = event.target as HTMLInputElement;
  const isAllSelected = field.selectionStart === 0 && field.selectionEnd === field.value.length;
  const text = event.clipboardData?.getData("text/plain").trim() ?? "";
  const address = isAllSelected && /^(?:s3[an]?|https?|arn):/i.test(text) && parseAddress(text);
  if (!address) return;
  event.preventDefault();
  const { bucket, region, endpoint } = address;
  account.update({
    bucket,
    ...(region && { region }),
    ...(endpoint !== undefined && { endpoint }),
  });
  type(field, address.key);
}

function showChoices(): void {
  const { via, place } = readTyped();
  kind.textContent = kindHelp[via];
  for (const part of section.querySelectorAll<HTMLElement>("[data-via]")) {
    part.hidden = part.dataset["via"] !== via;
  }
  byId("form-prefix-place", HTMLDivElement).hidden = via === "put" || place === "key";
  byId("form-key-place", HTMLDivElement).hidden = via === "post" && place === "prefix";
  for (const help of ["form-key-help", "form-type-help"]) {
    byId(help, HTMLParagraphElement).hidden = via === "put";
  }
  byId("form-redirect-place", HTMLDivElement).hidden = after.value !== "redirect";
  for (const preset of presets.querySelectorAll("button")) {
    preset.hidden = via === "put" && preset.value.endsWith("/");
    preset.setAttribute("aria-pressed", String(preset.value === contentType.value.trim()));
  }
}
