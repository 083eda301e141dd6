import { make } from "./elements.ts";

/** A column of a table. */
export interface Column<Row> {
  title: string;
  cell(row: Row): Node | string;
  /** Aligns numbers by their digits. */
  isNumber?: boolean;
}

/** Makes a table with a caption, which only screen readers show. The first cell of each row is its heading. */
export function makeTable<Row>(
  caption: string,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
): HTMLTableElement {
  const head = make(
    "tr",
    "",
    ...columns.map(({ title, isNumber }) => {
      const cell = make("th", isNumber ? "number" : "", title);
      cell.scope = "col";
      return cell;
    }),
  );
  const body = rows.map((row) =>
    make(
      "tr",
      "",
      ...columns.map(({ cell, isNumber }, index) => {
        const element = make(index === 0 ? "th" : "td", isNumber ? "number" : "", cell(row));
        if (index === 0) element.scope = "row";
        return element;
      }),
    ),
  );
  return make(
    "table",
    "table",
    make("caption", "hidden", caption),
    make("thead", "", head),
    make("tbody", "", ...body),
  );
}
