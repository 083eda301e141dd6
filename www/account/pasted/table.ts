import { collect, type Pair, type PastedSettings, settingOf } from "./settings.ts";

/** Parses a row of names above a row of values, as in the IAM console's CSV and in spreadsheets. */
export function fromTable(text: string): PastedSettings | undefined {
  // Markdown has a line of dashes between the two rows.
  const [head = "", row = ""] = text.split("\n").filter((line) => !/^[\s|:+-]*$/.test(line));
  const mark = ["\t", ";", "|", ","].find((separator) => head.includes(separator));
  if (!mark) return undefined;
  const cells = (line: string) =>
    line.split(mark).map((cell) => cell.trim().replace(/^"(.*)"$/, "$1"));
  const names = cells(head);
  const values = cells(row);
  // A row with values is not a row of names.
  if (names.filter(settingOf).length < 2) return undefined;
  return collect(names.map((name, column): Pair => [name, values[column] ?? ""]));
}
