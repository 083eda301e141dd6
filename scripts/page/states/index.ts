import { browseStates } from "./browse.ts";
import { credentialsStates } from "./credentials.ts";
import { doctorStates } from "./doctor.ts";
import { explainStates } from "./explain.ts";
import { formStates } from "./form.ts";
import { inspectStates } from "./inspect.ts";
import { linkStates } from "./link.ts";
import { manyStates } from "./many.ts";
import type { State } from "./state.ts";
import { transferStates } from "./transfer.ts";

/** The states of all views. */
export const STATES: readonly State[] = [
  ...linkStates,
  ...formStates,
  ...transferStates,
  ...browseStates,
  ...manyStates,
  ...inspectStates,
  ...explainStates,
  ...doctorStates,
  ...credentialsStates,
];
