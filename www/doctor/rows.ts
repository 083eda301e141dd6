import { account } from "../account/account.ts";
import { byId, make, withCode } from "../parts/elements.ts";
import { words } from "../words.ts";
import { CHECKS, type CheckName, type Finding, type FindingState } from "./finding.ts";

/** Shows every check in this state, without a finding. */
export function showAll(state: "idle" | "waiting"): void {
  for (const check of CHECKS) show(check, state, []);
}

/** Shows the finding of a check. `changed` is called after the fix was applied by its button. */
export function showFinding(check: CheckName, finding: Finding, changed: () => void): void {
  const { state, found, meaning, fix, change } = finding;
  const content = [make("p", "finding-found", ...withCode(found))];
  if (meaning) content.push(make("p", "help", ...withCode(meaning)));
  if (fix) content.push(make("p", "finding-fix", ...withCode(fix)));
  const nodes: Node[] = content;
  if (change) {
    const apply = make("button", "", change.label);
    apply.type = "button";
    apply.addEventListener("click", () => {
      account.update(change.settings);
      changed();
    });
    nodes.push(apply);
  }
  show(check, state, nodes);
}

function show(check: CheckName, state: FindingState | "idle" | "waiting", nodes: Node[]): void {
  const row = byId(`doctor-${check}`, HTMLLIElement);
  row.dataset["state"] = state;
  byId(`doctor-${check}-state`, HTMLSpanElement).textContent = words.doctor.states[state];
  byId(`doctor-${check}-finding`, HTMLDivElement).replaceChildren(...nodes);
}
