import type { CorsReport, CorsUse } from "s3-signpost";
import { startCopyButton } from "../parts/copy-button.ts";
import { button, byId, choose, chosen, make, withCode } from "../parts/elements.ts";
import { makeTable } from "../parts/table.ts";
import { words } from "../words.ts";
import { formatRule, type RuleFormat } from "./rule-formats.ts";

const { rule: ruleWords, uses: useWords } = words.doctor;

const card = byId("doctor-rule", HTMLElement);
const text = byId("doctor-rule-text", HTMLPreElement);
const help = byId("doctor-rule-help", HTMLParagraphElement);
const uses = byId("doctor-uses", HTMLDivElement);

let current: { report: CorsReport; bucket: string } | undefined;

/** Starts the card of the CORS rule. */
export function startRule(): void {
  card.addEventListener("change", show);
  startCopyButton(button("doctor-rule-copy"), text);
}

/** Shows the rule of a report. The form fits the store: the S3 console for AWS, the AWS CLI for others. */
export function showRule(report: CorsReport, bucket: string, isAws: boolean): void {
  if (card.hidden) choose("doctor-rule-format", isAws ? "console" : "cli");
  current = { report, bucket };
  card.hidden = false;
  show();
}

/** Shows which uses the rules of the bucket allow. */
export function showUses(report: CorsReport): void {
  const rows = Object.entries(report.uses) as [CorsUse, CorsReport["uses"][CorsUse]][];
  const columns = [
    { title: useWords.use, cell: ([use]: (typeof rows)[number]) => useWords.names[use] },
    {
      title: useWords.allowed,
      cell: ([, { allowed }]: (typeof rows)[number]) =>
        allowed === undefined ? useWords.unknown : allowed ? useWords.yes : useWords.no,
    },
    {
      title: useWords.missing,
      cell: ([, { missing, unknown }]: (typeof rows)[number]) =>
        make("span", "", ...entries(missing, unknown)),
    },
  ];
  uses.replaceChildren(make("div", "table-scroll", makeTable(useWords.caption, columns, rows)));
}

/** Removes the table and the rule. */
export function hideRule(): void {
  card.hidden = true;
  uses.replaceChildren();
}

function entries(missing: readonly string[], unknown: readonly string[]): (Node | string)[] {
  const all = [...missing, ...unknown.map(useWords.perhaps)];
  return all.flatMap((entry, index) => [index > 0 ? ", " : "", make("span", "mono", entry)]);
}

function show(): void {
  if (!current) return;
  const format = chosen("doctor-rule-format") as RuleFormat;
  text.textContent = formatRule(format, current.report, current.bucket);
  help.replaceChildren(...withCode(ruleWords.help[format]));
}
