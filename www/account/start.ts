import { startAccountForm } from "./form.ts";
import { offerGuestCredentials } from "./guest.ts";
import { findLocalStack } from "./local-stack.ts";
import { startAccountPanel } from "./panel.ts";
import { startPaste } from "./paste.ts";
import { startRememberedLocation } from "./remembered.ts";

/** Starts the account beside the views. */
export function startAccount(): void {
  startAccountForm();
  startAccountPanel();
  startRememberedLocation();
  startPaste();
  findLocalStack().then((stack) => stack && offerGuestCredentials(stack));
}
