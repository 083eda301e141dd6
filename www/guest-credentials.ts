import type { Credentials } from "s3-signpost";
import { fillCredentials } from "./credentials-form.ts";
import { button, byId } from "./elements.ts";
import { clearProblems, showProblem } from "./field-problems.ts";
import { findLocalStack, guestProvider } from "./local-stack.ts";
import { fillKey, fillLocation, readLocation } from "./object-form.ts";

/** Offers guest credentials if a local stack serves the page, and fills the forms with them. */
export async function startGuestCredentials(): Promise<void> {
  const stack = await findLocalStack();
  if (!stack) return;
  const provide = guestProvider(stack);
  const getCredentials = button("guest-button");
  const label = getCredentials.textContent;
  getCredentials.addEventListener("click", async () => {
    clearProblems("guest");
    getCredentials.disabled = true;
    getCredentials.textContent = "Getting credentials…";
    try {
      fillCredentials(toSettings(await provide()));
      if (readLocation().bucket !== stack.bucket) fillKey(stack.sampleKey);
      fillLocation({ region: stack.region, endpoint: stack.s3Endpoint, bucket: stack.bucket });
    } catch (error) {
      showProblem(error, "guest");
    } finally {
      getCredentials.disabled = false;
      getCredentials.textContent = label;
      getCredentials.focus();
    }
  });
  byId("guest", HTMLDivElement).hidden = false;
  document.addEventListener("input", () => clearProblems("guest"));
}

function toSettings({ expiration, ...keys }: Credentials) {
  return {
    ...keys,
    ...(expiration !== undefined && { expiration: new Date(expiration).toISOString() }),
  };
}
