import { ServiceError } from "../errors.ts";
import { TransferControl } from "../transfer/control.ts";
import type { Refusal, TransferEnvironment } from "../transfer/environment.ts";
import type { PresignedUrl } from "../types.ts";
import { send } from "./send.ts";
import { refusalOf } from "./service-error.ts";

/**
 * Sends a GET that has ended already, since S3 names its time where it refuses one: in the body, which a page
 * may read whatever headers CORS hides. Undefined where the service does not refuse it, or cannot be reached.
 */
export async function askTime(
  environment: TransferEnvironment,
  ended: PresignedUrl,
): Promise<Refusal | undefined> {
  const control = new TransferControl(environment);
  const attempt = await control.begin(1);
  const { url, headers } = ended;
  try {
    const reply = await send(environment, { method: "GET", url, headers, signed: ended }, attempt);
    reply.body?.cancel().catch(() => {});
    return undefined;
  } catch (error) {
    return error instanceof ServiceError ? refusalOf(error) : undefined;
  } finally {
    control.finish(attempt);
    control.end();
  }
}
