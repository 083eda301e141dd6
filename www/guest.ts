import type { Credentials } from "s3-signpost";
import { fillCredentials } from "./credentials-form.ts";
import { button, byId } from "./elements.ts";
import { findLocalStack, guestOf } from "./local-stack.ts";
import { fillKey, fillLocation, readLocation } from "./object-form.ts";
import { clearProblems, showProblem } from "./problems.ts";

/** Offers guest credentials where a local stack serves the page, and fills the forms with them. */
export async function startGuest(): Promise<void> {
  const stack = await findLocalStack();
  if (!stack) return;
  const credentials = guestOf(stack);
  const ask = button("guest-button");
  const label = ask.textContent;
  ask.addEventListener("click", async () => {
    clearProblems("guest");
    ask.disabled = true;
    ask.textContent = "Asking Cognito…";
    try {
      fillCredentials(asSettings(await credentials()));
      if (readLocation().bucket !== stack.bucket) fillKey(stack.sampleKey);
      fillLocation({ region: stack.region, endpoint: stack.s3Endpoint, bucket: stack.bucket });
    } catch (error) {
      showProblem(error, "guest");
    } finally {
      ask.disabled = false;
      ask.textContent = label;
      ask.focus();
    }
  });
  byId("guest", HTMLDivElement).hidden = false;
  document.addEventListener("input", () => clearProblems("guest"));
}

function asSettings({ expiration, ...keys }: Credentials) {
  return {
    ...keys,
    ...(expiration !== undefined && { expiration: new Date(expiration).toISOString() }),
  };
}
