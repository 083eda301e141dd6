import { TransferError } from "s3-signpost";
import { words } from "../words.ts";
import { byId, make } from "./elements.ts";

/** Shows below the navigation while the device is offline that requests do not work. */
export function startOfflineNotice(): void {
  const place = byId("offline", HTMLDivElement);
  const show = () =>
    place.replaceChildren(...(navigator.onLine ? [] : [make("p", "notice", words.page.offline)]));
  for (const name of ["online", "offline"]) addEventListener(name, show);
  show();
}

/** Returns the error of a request that failed; while the device is offline, the one that says so. */
export function orOffline(error: unknown): unknown {
  if (navigator.onLine) return error;
  const { offline, offlineHint: hint } = words.parts;
  return new TransferError("Offline", offline, { attempts: 1, hint, cause: error });
}
