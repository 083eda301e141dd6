import { button, byId } from "../parts/elements.ts";
import { orOffline } from "../parts/offline.ts";
import { words } from "../words.ts";
import { account } from "./account.ts";
import { accountForm } from "./form.ts";
import { guestProvider, type LocalStack } from "./local-stack.ts";

/** Offers guest credentials of the local stack that serves the page, and fills the account with them. */
export function offerGuestCredentials(stack: LocalStack): void {
  const provide = guestProvider(stack);
  const getCredentials = button("guest-button");
  const { problems } = accountForm;
  getCredentials.addEventListener("click", async () => {
    problems.clear("guest");
    getCredentials.disabled = true;
    getCredentials.textContent = words.account.credentials.guestWaiting;
    try {
      const { expiration, ...keys } = await provide();
      account.replaceCredentials({
        ...keys,
        ...(expiration !== undefined && { expiration: new Date(expiration).toISOString() }),
      });
      account.update({ region: stack.region, endpoint: stack.s3Endpoint, bucket: stack.bucket });
      account.suggestKey(stack.sampleKey);
    } catch (error) {
      problems.show("guest", [orOffline(error)]);
    } finally {
      getCredentials.disabled = false;
      getCredentials.textContent = words.account.credentials.guest;
      getCredentials.focus();
    }
  });
  byId("guest", HTMLDivElement).hidden = false;
  account.addEventListener("change", () => problems.clear("guest"));
}
