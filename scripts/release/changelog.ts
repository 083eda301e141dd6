import { Problem } from "../errors.ts";

/** A release of the changelog. */
export interface ChangelogEntry {
  /** Undefined for `Unreleased`. */
  version: string | undefined;
  /** Date of the release, YYYY-MM-DD. */
  date: string | undefined;
  /** Markdown below the heading. */
  text: string;
}

/** Headings of Keep a Changelog 1.1.0. */
const KINDS = ["Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"];

/**
 * Parses a changelog in the format of Keep a Changelog.
 *
 * @throws {Problem} for the first heading that is not of that format, or not in the order of versions
 */
export function parseChangelog(markdown: string): ChangelogEntry[] {
  const entries: ChangelogEntry[] = [];
  for (const section of markdown.split(/^(?=## )/m).slice(1)) {
    const [heading = "", ...lines] = section.split("\n");
    const [, title = "", date] =
      /^## \[?([^\]\s]+)\]?(?: - (\d{4}-\d{2}-\d{2}))?$/.exec(heading) ?? [];
    const isUnreleased = title === "Unreleased" && !date && entries.length === 0;
    if (!isUnreleased && !(/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(title) && isDate(date))) {
      throw new Problem(`CHANGELOG.md: "${heading}" must be "## 1.2.3 - 2026-01-31".`);
    }
    const wrong = lines.find((line) => line.startsWith("### ") && !KINDS.includes(line.slice(4)));
    if (wrong) {
      throw new Problem(`CHANGELOG.md: "${wrong}" must be one of ### ${KINDS.join(", ### ")}.`);
    }
    const version = isUnreleased ? undefined : title;
    const before = entries.at(-1)?.version;
    if (version && before && compareVersions(before, version) <= 0) {
      throw new Problem(`CHANGELOG.md: ${version} must be above ${before}, the newest first.`);
    }
    entries.push({ version, date, text: lines.join("\n").trim() });
  }
  return entries;
}

function isDate(text: string | undefined): boolean {
  return text !== undefined && !Number.isNaN(Date.parse(text));
}

/** Compares the numbers of two versions. A pre-release precedes its release. */
function compareVersions(a: string, b: string): number {
  const [numbersA = [], numbersB = []] = [a, b].map((version) =>
    (version.split("-")[0] ?? "").split(".").map(Number),
  );
  for (const [index, number] of numbersA.entries()) {
    const difference = number - (numbersB[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return Number(!a.includes("-")) - Number(!b.includes("-")) || (a < b ? -1 : Number(a > b));
}
