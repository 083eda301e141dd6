import "./view.css";
import { type ListEntry, TransferError } from "s3-signpost";
import { account } from "../account/account.ts";
import { accountForm } from "../account/form.ts";
import { countOf, formatCount } from "../format/count.ts";
import { visibleText } from "../format/visible.ts";
import type { FragmentParameters } from "../fragment.ts";
import { button, byId, input } from "../parts/elements.ts";
import { submit } from "../parts/live-form.ts";
import { Pacer } from "../parts/pacer.ts";
import { FieldProblems, showError } from "../parts/problems.ts";
import { openView, sectionOf } from "../router.ts";
import type { View } from "../view.ts";
import { words } from "../words.ts";
import { focusPath, showPath } from "./breadcrumb.ts";
import { startBuckets } from "./buckets.ts";
import { EntryTable } from "./entry-table.ts";
import { addressOf, linkTo } from "./link-to.ts";
import { Listing } from "./listing.ts";
import { folderOf } from "./order.ts";
import { makeLinks, SelectionBar } from "./selection.ts";

/** Entries after which "Load all" stops. */
const MAX_LOADED = 100_000;

/** Factor by which the number of entries grows before the table shows them. */
const SHOW_GROWTH = 1.2;

const { objects: objectWords } = words.browse;
const section = sectionOf("browse");
const tools = byId("browse-tools", HTMLDivElement);
const empty = byId("browse-empty", HTMLDivElement);
const search = input("browse-search");
const searchServer = button("browse-search-server");
const status = byId("browse-status", HTMLParagraphElement);
const more = button("browse-more");
const loadAll = button("browse-load-all");
const stop = button("browse-stop");
const doctor = byId("browse-doctor", HTMLParagraphElement);

let problems: FieldProblems;
let table: EntryTable;
let selection: SelectionBar;

/** The account's place and key that the listing was made with. */
let listedWith = "";
let listing: Listing | undefined;
let prefix = "";
let isLoading = false;

export const browseView: View = {
  id: "browse",

  start() {
    problems = new FieldProblems(section);
    table = new EntryTable(linkOfEntry, showState);
    selection = new SelectionBar(table, problems, (keys) => {
      listing?.remove(keys);
      table.show(listing?.entries ?? []);
      focusPath();
    });
    startBuckets(problems, hasCredentials);
    account.addEventListener("change", reset);
    for (const name of ["online", "offline"]) addEventListener(name, showState);
    search.addEventListener("input", () => table.search(search.value));
    searchServer.addEventListener("click", () => go(folderOf(prefix) + search.value));
    button("browse-list").addEventListener("click", () => submit(accountForm) && go(prefix));
    button("browse-reload").addEventListener("click", () => open(prefix));
    button("browse-upload").addEventListener("click", () => leave("transfer"));
    button("browse-links-for-all").addEventListener("click", () => leave("many"));
    more.addEventListener("click", () => {
      const { rows, found } = table.shown;
      if (rows < found) table.showMore();
      else load();
    });
    loadAll.addEventListener("click", () => load(MAX_LOADED));
    stop.addEventListener("click", () => listing?.stop());
    reset();
  },

  show(parameters) {
    const isOpen = parameters.bucket === undefined && parameters.prefix === undefined && listing;
    if (isOpen) keepAddress();
    else open(parameters.prefix ?? "");
  },
};

/** Opens a prefix through the address, so that the browser goes back from it. */
function go(next: string): void {
  const address = addressOf("browse", addressParameters(next));
  if (address === undefined || address === location.hash) open(next);
  else location.hash = address;
}

/** Lists a prefix from its beginning. */
function open(next: string): void {
  const hadFocus = section.contains(document.activeElement);
  prefix = next;
  stopListing();
  if (account.isComplete && accountForm.invalid.length === 0) {
    listing = new Listing(account.createS3(), prefix);
    listedWith = signature();
    keepAddress();
  }
  showFolder();
  load();
  if (hadFocus && listing) focusPath();
}

/** Ends the listing after a change of the account. The prefix belongs to the bucket. */
function reset(): void {
  if (listing && listedWith === signature()) return;
  if (listing) prefix = "";
  stopListing();
  showFolder();
}

function stopListing(): void {
  listing?.stop();
  listing = undefined;
  isLoading = false;
  problems.clear("listing");
  doctor.hidden = true;
  selection.clear();
}

function showFolder(): void {
  const { bucket } = account.location;
  search.value = "";
  table.search("");
  table.open(`${bucket}/${prefix}`, prefix);
  showPath(bucket, prefix, (step, name) =>
    linkTo("browse", addressParameters(step), () => open(step), name),
  );
  showState();
}

/** Loads a page, or pages until there are so many entries. */
async function load(atLeast = 0): Promise<void> {
  const loaded = listing;
  if (!loaded || isLoading) return;
  problems.clear("listing");
  doctor.hidden = true;
  const hadFocus = [more, loadAll].some((control) => control === document.activeElement);
  isLoading = true;
  showState();
  if (hadFocus) stop.focus();
  const pacer = new Pacer();
  let shown = 0;
  try {
    do {
      await loaded.loadPage();
      await pacer.pause();
      if (loaded !== listing) return;
      // To sort all entries again after each page would take quadratic time.
      if (loaded.entries.length < shown * SHOW_GROWTH) continue;
      shown = loaded.entries.length;
      table.show(loaded.entries);
    } while (loaded.entries.length < atLeast && !loaded.isComplete);
    table.show(loaded.entries);
  } catch (error) {
    if (loaded !== listing) return;
    table.show(loaded.entries);
    if (!loaded.isStopped) showFailure(error);
  }
  const hasFocus = stop === document.activeElement;
  isLoading = false;
  showState();
  if (hasFocus) (more.hidden ? search : more).focus();
}

function showFailure(error: unknown): void {
  showError(error, "listing", problems, accountForm.problems);
  doctor.hidden = !(error instanceof TransferError);
}

function showState(): void {
  const { rows, found } = table.shown;
  const loaded = listing?.entries.length ?? 0;
  const isComplete = listing?.isComplete ?? true;
  empty.hidden = listing !== undefined;
  tools.hidden = listing === undefined;
  more.hidden = isLoading || (rows === found && isComplete);
  more.textContent = labelOfMore(rows < found);
  loadAll.hidden = isLoading || isComplete || loaded === 0;
  stop.hidden = !isLoading;
  const text = search.value;
  searchServer.hidden = text === "" || listing === undefined;
  searchServer.textContent = objectWords.searchServer(visibleText(folderOf(prefix) + text));
  status.textContent = listing ? describeState() : "";
  selection.show();
}

function labelOfMore(hasHiddenRows: boolean): string {
  if (hasHiddenRows) return objectWords.showMore;
  return problems.has("listing") ? objectWords.tryAgain : objectWords.loadMore;
}

function describeState(): string {
  const { rows, found } = table.shown;
  const { entries, isComplete } = listing as Listing;
  if (isLoading && !navigator.onLine) return objectWords.offline;
  if (isLoading && entries.length === 0) return objectWords.waiting;
  if (entries.length === 0) return isComplete ? objectWords.none : "";
  if (found === 0) return objectWords.noneFound;
  const loaded = countOf(entries.length, "name");
  if (isComplete && rows === entries.length) return objectWords.all(loaded);
  const showing = objectWords.showing(formatCount(rows), loaded);
  if (isComplete) return showing;
  const isLimit = !isLoading && entries.length >= MAX_LOADED;
  return `${showing} ${isLimit ? objectWords.limit(loaded) : objectWords.moreAtServer}`;
}

function linkOfEntry(entry: ListEntry, name: string): HTMLElement {
  const { key, bucket } = entry;
  if (entry.commonPrefix) {
    return linkTo("browse", addressParameters(key), () => open(key), name);
  }
  return linkTo("link", { bucket, key }, () => makeLinks([entry]), name);
}

/** Opens another view with the prefix. */
function leave(view: "transfer" | "many"): void {
  const { bucket } = account.location;
  const isAllowed = addressOf(view, { bucket, prefix }) !== undefined;
  openView(view, isAllowed ? { bucket, prefix } : { bucket });
}

/** Writes bucket and prefix into the address without a new entry in the history. */
function keepAddress(): void {
  const address = addressOf("browse", addressParameters(prefix));
  if (address !== undefined) history.replaceState(null, "", address);
}

function addressParameters(next: string): FragmentParameters {
  const { bucket, region, endpoint, addressing } = account.location;
  return {
    bucket,
    prefix: next,
    region,
    ...(endpoint && { endpoint }),
    ...(addressing && { addressing }),
  };
}

/** Identifies the account's place and key; the secret is left out. */
function signature(): string {
  const { accessKeyId } = account.credentials;
  return JSON.stringify([account.location, accessKeyId]);
}

/** Shows the problems of the account except a missing bucket, and returns whether there are none. */
function hasCredentials(): boolean {
  accountForm.revealAll();
  accountForm.problems.clear("bucket");
  return accountForm.invalid.every((field) => field === "bucket");
}
