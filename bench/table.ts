/**
 * Formats a Markdown table that is also readable on a console. The first row is the heading; the first column is aligned
 * left, the others right.
 */
export function table(rows: readonly (readonly string[])[]): string {
  const [heading = []] = rows;
  const widths = heading.map((_, column) =>
    Math.max(3, ...rows.map((row) => [...(row[column] ?? "")].length)),
  );
  const line = (row: readonly string[]) =>
    `| ${widths.map((width, column) => cell(row[column] ?? "", width, column)).join(" | ")} |`;
  const rule = widths.map((width, column) => rulerOf(width, column));
  return [line(heading), `|${rule.join("|")}|`, ...rows.slice(1).map(line)].join("\n");
}

function cell(text: string, width: number, column: number): string {
  const space = " ".repeat(width - [...text].length);
  return column === 0 ? text + space : space + text;
}

function rulerOf(width: number, column: number): string {
  return column === 0 ? `:${"-".repeat(width + 1)}` : `${"-".repeat(width + 1)}:`;
}
