import type { State } from "./state.ts";

/** The states of the view Transfer. */
export const transferStates: State[] = [
  { view: "transfer", name: "empty", prepare: ({ driver }) => driver.open("Transfer") },
];
