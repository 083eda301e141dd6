import { PresignError } from "s3-signpost";
import { account, SuggestKeyEvent } from "../account/account.ts";
import { handOver } from "../handed-over.ts";
import { formatS3Uri, parseAddress } from "../object-address.ts";
import { button, byId, input, type } from "../parts/elements.ts";
import { openView } from "../router.ts";
import { words } from "../words.ts";

const uri = input("uri");
const key = input("key");
const signed = byId("uri-signed", HTMLParagraphElement);

/** Returns the key exactly as typed: a space at its end is part of it. */
export const readKey = (): string => key.value;

/** Fills in the key, as typing does. */
export function fillKey(value: string): void {
  type(key, value);
}

/** Returns the error of the URI, if it is not an address of an object nor the beginning of one. */
export function uriError(): PresignError | undefined {
  const typed = uri.value;
  if (parseAddress(typed) || "s3://".startsWith(typed.toLowerCase())) return undefined;
  const { uriInvalid, uriHint: hint } = words.link.object;
  return new PresignError("InvalidS3Uri", uriInvalid, { field: "uri", hint });
}

/** Keeps the URI consistent with the bucket of the account and the key. */
export function startObjectFields(): void {
  uri.addEventListener("input", readUri);
  // After the field is left, it shows the URI of the object that was found in its text. A signed link stays: a click on the
  // button beside it leaves the field, and inspects the link.
  uri.addEventListener("change", () => {
    if (parseAddress(uri.value)?.isSigned === false) showUri();
  });
  key.addEventListener("input", showUri);
  account.addEventListener("change", () => {
    // An invalid URI stays, so that it can be corrected.
    const address = parseAddress(uri.value);
    if (address ? address.bucket !== account.settings.bucket : !uri.value) showUri();
  });
  account.addEventListener("suggestkey", (event) => {
    if (event instanceof SuggestKeyEvent && key.value === "") fillKey(event.key);
  });
  for (const field of [key, input("bucket")]) field.addEventListener("paste", pasteAddress);
  button("uri-inspect").addEventListener("click", () => {
    handOver("inspect", uri.value);
    openView("inspect");
  });
}

function readUri(): void {
  const address = parseAddress(uri.value);
  signed.hidden = !address?.isSigned;
  // Bucket and key stay while the text is corrected.
  if (uriError()) return;
  key.value = address?.key ?? "";
  account.update({
    bucket: address?.bucket ?? "",
    ...(address?.region && { region: address.region }),
    ...(address?.endpoint !== undefined && { endpoint: address.endpoint }),
  });
}

/** Takes an address that replaces the whole content of another field. A key with slashes is a key. */
function pasteAddress(event: ClipboardEvent): void {
  const field = event.target as HTMLInputElement;
  const isAllSelected = field.selectionEnd === field.value.length && field.selectionStart === 0;
  const text = event.clipboardData?.getData("text/plain").trim() ?? "";
  if (!isAllSelected || !/^(?:s3[an]?|https?|arn):/i.test(text)) return;
  if (!parseAddress(text)?.key) return;
  event.preventDefault();
  type(uri, text);
}

function showUri(): void {
  signed.hidden = true;
  uri.value = formatS3Uri(account.settings.bucket, key.value);
}
