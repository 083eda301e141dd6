import { PresignError } from "s3-signpost";
import { fieldOf } from "../parts/fields.ts";
import { FieldProblems } from "../parts/problems.ts";
import { words } from "../words.ts";
import { account } from "./account.ts";
import { canInsert, type PasteTarget, parsePasted } from "./pasted/parse.ts";

const TARGETS: Record<string, PasteTarget> = {
  "credentials.accessKeyId": "id",
  "credentials.secretAccessKey": "secret",
  "credentials.sessionToken": "secret",
  "credentials.expiration": "expiration",
};

/**
 * Distributes a block of credentials to the fields of the account, wherever it is pasted. Any other text that a field
 * cannot hold is not inserted, because it may contain a secret. A control with `data-paste` takes any text.
 */
export function startPaste(): void {
  document.addEventListener("paste", handlePaste);
}

function handlePaste(event: ClipboardEvent): void {
  const control = event.target;
  const field = fieldOf(control);
  if (!(control instanceof HTMLElement) || !field || event.defaultPrevented) return;
  if (control.closest("[data-paste]")) return;
  const text = event.clipboardData?.getData("text/plain") ?? "";
  const pasted = parsePasted(text, field.startsWith("credentials"));
  const target = TARGETS[field] ?? (control.matches("textarea") ? "lines" : "line");
  if (!pasted && canInsert(text, target)) return;
  event.preventDefault();
  if (pasted) {
    const { region, endpoint, ...credentials } = pasted;
    account.replaceCredentials(credentials);
    account.update({ ...(region && { region }), ...(endpoint && { endpoint }) });
  } else {
    FieldProblems.around(control)?.show(field, [refusal(target)]);
  }
}

function refusal(target: PasteTarget): PresignError {
  const { pasteReasons: reasons, pasteRefused, pasteRefusedHint: hint } = words.account;
  const reason = target === "id" || target === "expiration" ? reasons[target] : reasons.lines;
  return new PresignError("PasteRefused", pasteRefused(reason), { hint });
}
