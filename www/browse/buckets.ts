import { S3, ServiceError, TransferError } from "s3-signpost";
import { account } from "../account/account.ts";
import { countOf } from "../format/count.ts";
import { button, byId, make } from "../parts/elements.ts";
import { orOffline } from "../parts/offline.ts";
import type { FieldProblems } from "../parts/problems.ts";
import { words } from "../words.ts";
import { linkTo } from "./link-to.ts";

/** Milliseconds until a request without a response is given up. */
const TIMEOUT = 20_000;

/** Number of buckets that are shown. */
const MAX_SHOWN = 1000;

const { buckets: bucketWords } = words.browse;
const list = button("browse-list-buckets");
const outcome = byId("browse-buckets-outcome", HTMLParagraphElement);
const names = byId("browse-bucket-names", HTMLUListElement);

/** Starts the list of the account's buckets. `check` shows the problems of the credentials, and returns whether there are none. */
export function startBuckets(problems: FieldProblems, check: () => boolean): void {
  list.addEventListener("click", async () => {
    problems.clear("buckets");
    names.replaceChildren();
    outcome.textContent = "";
    if (!account.location.endpoint) {
      outcome.textContent = bucketWords.aws;
      return;
    }
    if (!check()) return;
    outcome.textContent = bucketWords.waiting;
    try {
      show(await listBuckets());
    } catch (error) {
      outcome.textContent = "";
      problems.show("buckets", [error]);
    }
  });
}

function show(buckets: readonly string[]): void {
  const rest = buckets.length - MAX_SHOWN;
  outcome.textContent =
    buckets.length === 0
      ? bucketWords.none
      : bucketWords.found(countOf(buckets.length, "bucket")) +
        (rest > 0 ? ` ${bucketWords.more(countOf(rest, "bucket"))}` : "");
  names.replaceChildren(
    ...buckets.slice(0, MAX_SHOWN).map((bucket) => {
      const link = linkTo("browse", { bucket }, () => account.update({ bucket }), bucket);
      return make("li", "mono", link);
    }),
  );
}

/**
 * Returns the names of the buckets that the credentials own.
 *
 * @throws {ServiceError} with the code of the service
 * @throws {TransferError} `NetworkOrCors` if there is no readable response
 */
async function listBuckets(): Promise<string[]> {
  // A request without bucket and key is to the service itself: ListBuckets.
  const { bucket: _, ...location } = account.location;
  const s3 = new S3({ ...location, credentials: account.credentials });
  const { url } = await s3.presign({ expiresIn: 60 });
  const { status, document } = await fetchXml(url);
  const text = (selector: string) => document?.querySelector(selector)?.textContent ?? "";
  if (status !== 200) {
    const code = text("Error > Code") || String(status);
    throw new ServiceError(code, bucketWords.refused(code), {
      service: "s3",
      status,
      retryable: false,
      hint: bucketWords.refusedHint,
    });
  }
  const found = document?.querySelectorAll("Buckets > Bucket > Name") ?? [];
  return Array.from(found, ({ textContent }) => textContent ?? "");
}

/** Sends a GET. XMLHttpRequest parses XML itself; Trusted Types would forbid a `DOMParser`. */
function fetchXml(url: string): Promise<{ status: number; document: Document | null }> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("GET", url);
    request.responseType = "document";
    request.overrideMimeType("application/xml");
    request.timeout = TIMEOUT;
    const fail = () => {
      const details = { attempts: 1, hint: bucketWords.unreadHint };
      reject(orOffline(new TransferError("NetworkOrCors", bucketWords.unread, details)));
    };
    request.addEventListener("load", () =>
      resolve({ status: request.status, document: request.responseXML }),
    );
    request.addEventListener("error", fail);
    request.addEventListener("timeout", fail);
    request.send();
  });
}
