import type { ObjectInfo } from "s3-signpost";
import { formatBytes } from "../format/bytes.ts";
import { visibleText } from "../format/visible.ts";
import { byId, make } from "../parts/elements.ts";
import { words } from "../words.ts";

const { facts: names, unknown } = words.transfer.download;
const place = byId("download-facts", HTMLDListElement);
const DATE = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

/** Shows the properties of an object, or none. */
export function showFacts(info: ObjectInfo | undefined): void {
  place.hidden = info === undefined;
  if (!info) return;
  const { size, contentType, lastModified, etag, versionId } = info;
  const isDate = lastModified !== undefined && !Number.isNaN(lastModified.getTime());
  const rows: [string, string | undefined][] = [
    [names.size, Number.isFinite(size) ? formatBytes(size) : unknown],
    [names.type, contentType ?? unknown],
    [names.modified, isDate ? DATE.format(lastModified) : undefined],
    [names.etag, etag],
    [names.version, versionId],
  ];
  place.replaceChildren(
    ...rows.flatMap(([name, value]) =>
      value ? [make("dt", "", name), make("dd", "mono", visibleText(value))] : [],
    ),
  );
}
