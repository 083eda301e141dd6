import { Pacer } from "../parts/pacer.ts";
import type { words } from "../words.ts";
import { curlHead, curlRow } from "./curl-config.ts";
import type { ObjectLink } from "./sign-links.ts";

export type LinkFormat = keyof typeof words.many.formats;

/** The properties that all links of a list share. */
export interface SharedFacts {
  method: "GET" | "PUT";
  expiresAt: Date;
}

interface Format {
  fileName: string;
  type: string;
  head?(facts: SharedFacts): string;
  row(link: ObjectLink, facts: SharedFacts): string;
  between?: string;
  end?: string;
}

/** The file name and the media type of a list in this format. */
export function fileOf(format: LinkFormat): { fileName: string; type: string } {
  return FORMATS[format];
}

/**
 * Returns what precedes the text in a file. Excel takes a CSV file for the code page of the system unless it begins with a
 * byte order mark; other programs take the mark for a part of the first name, so that only keys beyond ASCII get one.
 */
export function startOfFile(format: LinkFormat, links: readonly ObjectLink[]): string {
  return format === "csv" && links.some(({ key }) => /[^\p{ASCII}]/u.test(key)) ? "\uFEFF" : "";
}

/** Links in one piece of the text. */
const PIECE = 500;

/** Formats links as pieces of one text. */
export async function formatLinks(
  format: LinkFormat,
  links: readonly ObjectLink[],
  facts: SharedFacts,
): Promise<string[]> {
  const { head, row, between = "", end = "" } = FORMATS[format];
  const pacer = new Pacer();
  const pieces = [head?.(facts) ?? ""];
  for (let at = 0; at < links.length; at += PIECE) {
    const rows = links.slice(at, at + PIECE).map((link) => row(link, facts));
    pieces.push((at > 0 ? between : "") + rows.join(between));
    await pacer.pause();
  }
  pieces.push(end);
  return pieces;
}

const FORMATS: Record<LinkFormat, Format> = {
  csv: {
    fileName: "links.csv",
    type: "text/csv;charset=utf-8",
    head: () => "bucket,key,url,expires\r\n",
    row: (link, facts) => `${cellsOf(link, facts).map(quoteForCsv).join(",")}\r\n`,
  },
  tsv: {
    fileName: "links.tsv",
    type: "text/tab-separated-values;charset=utf-8",
    head: () => "bucket\tkey\turl\texpires\n",
    row: (link, facts) => `${cellsOf(link, facts).map(escapeForTsv).join("\t")}\n`,
  },
  markdown: {
    fileName: "links.md",
    type: "text/markdown;charset=utf-8",
    row: ({ key, url }) => `- [${escapeForMarkdown(key)}](<${url}>)\n`,
  },
  wget: { fileName: "links.txt", type: "text/plain;charset=utf-8", row: ({ url }) => `${url}\n` },
  curl: {
    fileName: "links.curl.txt",
    type: "text/plain;charset=utf-8",
    head: ({ method }) => curlHead(method),
    row: (link, { method }) => curlRow(link, method),
  },
  json: {
    fileName: "links.json",
    type: "application/json",
    head: () => "[\n",
    row: ({ bucket, key, url }, { expiresAt }) =>
      `  ${JSON.stringify({ bucket, key, url, expiresAt })}`,
    between: ",\n",
    end: "\n]\n",
  },
};

function cellsOf({ bucket, key, url }: ObjectLink, { expiresAt }: SharedFacts): string[] {
  return [bucket, withoutFormula(key), url, expiresAt.toISOString()];
}

/** Prepends an apostrophe to a text that a spreadsheet would evaluate: https://owasp.org/www-community/attacks/CSV_Injection */
function withoutFormula(text: string): string {
  return /^[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text;
}

/** Quotes a cell as in RFC 4180. */
function quoteForCsv(cell: string): string {
  return /[",\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

const TSV_ESCAPES: Record<string, string> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" };

/** Escapes a cell as MySQL, PostgreSQL and "Linear TSV" do, since TSV has no quotes. */
function escapeForTsv(cell: string): string {
  return cell.replace(/[\\\t\n\r]/g, (character) => TSV_ESCAPES[character] ?? character);
}

function escapeForMarkdown(text: string): string {
  return text.replace(/[\\`*_[\]<>&~|!#]/g, "\\$&").replace(/\s/g, " ");
}
