import { byId } from "../parts/elements.ts";
import { words } from "../words.ts";
import { account } from "./account.ts";

/** Width from which the account is a column beside the view, as in style/layout.css. */
const WIDE = matchMedia("(min-width: 64rem)");

const panel = byId("account", HTMLDetailsElement);
const summary = byId("account-summary", HTMLSpanElement);

/** Shows the account in one line, and keeps its fields open in a wide window. */
export function startAccountPanel(): void {
  const openIfWide = () => {
    if (WIDE.matches) panel.open = true;
  };
  WIDE.addEventListener("change", openIfWide);
  account.addEventListener("change", showSummary);
  showSummary();
}

/** Folds a complete account in a narrow window, so that a view that was opened is visible. */
export function foldAccountPanel(): void {
  if (!WIDE.matches && account.isComplete) panel.open = false;
}

function showSummary(): void {
  const { accessKeyId, bucket } = account.settings;
  const { region } = account.location;
  const credentials = accessKeyId.trim()
    ? shortened(accessKeyId.trim())
    : words.account.noCredentials;
  summary.textContent = [credentials, bucket.trim() || words.account.noBucket, region]
    .filter(Boolean)
    .join(" · ");
}

/** Shortens an access key ID to its first and last four characters. */
export function shortened(accessKeyId: string): string {
  return accessKeyId.length > 9
    ? `${accessKeyId.slice(0, 4)}…${accessKeyId.slice(-4)}`
    : accessKeyId;
}
