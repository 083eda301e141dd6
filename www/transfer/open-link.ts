import { account } from "../account/account.ts";
import { handOver } from "../handed-over.ts";
import { openView } from "../router.ts";

/** Opens the view Link with an object. */
export function openLink(bucket: string, key: string): void {
  try {
    openView("link", { bucket, key });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    // The key looks like a secret, which the address cannot hold.
    account.update({ bucket });
    handOver("link", key);
    openView("link");
  }
}
