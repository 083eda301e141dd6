import { account } from "../account/account.ts";
import { countOf } from "../format/count.ts";
import { visibleText } from "../format/visible.ts";
import { button, byId, make } from "../parts/elements.ts";
import type { FieldProblems } from "../parts/problems.ts";
import { words } from "../words.ts";
import { linkTo } from "./link-to.ts";
import { listBuckets } from "./list-buckets.ts";

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
      const name = visibleText(bucket);
      const link = linkTo("browse", { bucket }, () => account.update({ bucket }), name);
      link.dir = "auto";
      return make("li", "mono", link);
    }),
  );
}
