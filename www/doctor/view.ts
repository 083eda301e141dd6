import "./view.css";
import type { Credentials } from "s3-signpost";
import { account } from "../account/account.ts";
import { accountForm } from "../account/form.ts";
import { shortened } from "../account/panel.ts";
import { signDraft } from "../account/sign.ts";
import { button, byId } from "../parts/elements.ts";
import { FieldProblems, showError } from "../parts/problems.ts";
import { sectionOf } from "../router.ts";
import type { View } from "../view.ts";
import { words } from "../words.ts";
import {
  checkBucket,
  checkClock,
  checkCredentials,
  type EnteredCredentials,
} from "./check-account.ts";
import { checkNetwork, checkRules } from "./check-connection.ts";
import { CHECKS, type CheckName, type Finding } from "./finding.ts";
import { observe } from "./observe.ts";
import { showAll, showFinding } from "./rows.ts";
import { hideRule, showRule, showUses, startRule } from "./rule.ts";

const start = button("doctor-check");
const outcome = byId("doctor-outcome", HTMLParagraphElement);

let problems: FieldProblems;
/** The latest check. Aborting it also ends its wait for the network. */
let latest: AbortController | undefined;
let isRunning = false;

export const doctorView: View = {
  id: "doctor",

  start() {
    problems = new FieldProblems(sectionOf("doctor"));
    startRule();
    start.addEventListener("click", check);
    account.addEventListener("change", forget);
  },

  hide() {
    if (isRunning) forget();
    else latest?.abort();
  },
};

/** Removes the findings, and stops a check that is running: its settings may be others. */
function forget(): void {
  latest?.abort();
  isRunning = false;
  problems.clear("doctor");
  showAll("idle");
  hideRule();
  outcome.textContent = "";
}

/** Runs all checks. A check that is running is replaced. */
async function check(): Promise<void> {
  forget();
  if (!isLocationValid()) return;
  const run = new AbortController();
  latest = run;
  isRunning = true;
  showAll("waiting");
  outcome.textContent = words.doctor.checking;
  try {
    await examine(run.signal);
  } catch (error) {
    if (run.signal.aborted) return;
    forget();
    showError(error, "doctor", problems, accountForm.problems);
  } finally {
    if (latest === run) isRunning = false;
  }
}

/** Shows all problems of the bucket's fields. Credentials are not needed. */
function isLocationValid(): boolean {
  const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" };
  const result = signDraft({ location: account.location, credentials, request: { key: "key" } });
  if (!Array.isArray(result)) return true;
  for (const error of result) showError(error, "doctor", problems, accountForm.problems);
  accountForm.problems.focusFirst();
  return false;
}

async function examine(signal: AbortSignal): Promise<void> {
  const { location } = account;
  const isAws = location.endpoint === undefined;
  const entered = enteredCredentials();
  const usable = entered && !entered.error ? account.credentials : undefined;
  const found = await observe(location, usable, signal);
  const { bucket, region } = location;
  const findings: Record<CheckName, Finding> = {
    network: checkNetwork(found),
    cors: checkRules(found, isAws),
    bucket: checkBucket(found, { bucket, region, endpoint: location.endpoint ?? "" }, entered),
    clock: checkClock(found),
    credentials: checkCredentials(found, entered),
  };
  for (const name of CHECKS) showFinding(name, findings[name], check);
  if (!found.cors.problem) showUses(found.cors);
  showRule(found.cors, bucket, isAws);
  outcome.textContent = summary(Object.values(findings));
  if (found.cors.problem === "offline") addEventListener("online", check, { once: true, signal });
}

/** Returns the entered credentials as far as they are known without a request; `undefined` if there are none. */
function enteredCredentials(): EnteredCredentials | undefined {
  const { credentials, location } = account;
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  if (!accessKeyId && !secretAccessKey && !sessionToken) return undefined;
  const result = signDraft({ location, credentials, request: { key: "key" } });
  return {
    accessKeyId: shortened(accessKeyId),
    isTemporary: sessionToken !== undefined,
    expiresAt: expirationOf(credentials),
    error: Array.isArray(result) ? result[0] : undefined,
  };
}

function expirationOf({ expiration }: Credentials): Date | undefined {
  return expiration === undefined ? undefined : new Date(expiration);
}

function summary(findings: readonly Finding[]): string {
  const count = (state: Finding["state"]) => findings.filter((each) => each.state === state).length;
  return words.doctor.summary(count("failed"), count("warning"), count("skipped"));
}
