import type { AccountSettings } from "../account/account.ts";

/** Names of the checks, in the order of the page. */
export const CHECKS = ["network", "cors", "bucket", "clock", "credentials"] as const;

export type CheckName = (typeof CHECKS)[number];

export type FindingState = "ok" | "warning" | "failed" | "skipped";

/** The result of a check, in words. Backticks mark code. */
export interface Finding {
  state: FindingState;
  /** The result of the check. */
  found: string;
  /** Its meaning for the user. */
  meaning?: string | undefined;
  /** The step that fixes it. */
  fix?: string | undefined;
  /** A change of the account that is the fix. */
  change?: { label: string; settings: Partial<AccountSettings> } | undefined;
}
