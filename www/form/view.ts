import "./view.css";
import type { SignpostError } from "s3-signpost";
import { account } from "../account/account.ts";
import { accountForm } from "../account/form.ts";
import { takeHandedOver } from "../handed-over.ts";
import { choose, input, type } from "../parts/elements.ts";
import { LiveForm, submit } from "../parts/live-form.ts";
import { FieldProblems } from "../parts/problems.ts";
import { sectionOf } from "../router.ts";
import type { View } from "../view.ts";
import { fileErrors, refreshAttempt, startAttempt } from "./attempt.ts";
import { fillDuration, readTyped, startEntry } from "./entry.ts";
import { showPolicy } from "./policy-card.ts";
import { inView, readRequest } from "./request.ts";
import { showKind, showSigned, showUnsigned, startResult } from "./result.ts";
import { type SignedUpload, signUpload } from "./sign.ts";

let form: LiveForm;

/** The result of the last check, and the input that it is of. With errors it is an example. */
let checked: { signed?: SignedUpload | undefined; errors: SignpostError[]; input: string } = {
  errors: [],
  input: "",
};

export const formView: View = {
  id: "form",

  start() {
    const section = sectionOf("form");
    const problems = new FieldProblems(section);
    form = new LiveForm(problems, check);
    startEntry(section, () => form.refresh());
    startResult(signAgain);
    startAttempt(problems, () => {
      // An expired form is sent as well, so that S3 says so.
      return submit(accountForm, form) && checked.errors.length === 0 ? checked.signed : undefined;
    });
    section.addEventListener("input", () => form.typed());
    account.addEventListener("change", () => form.typed());
    for (const each of [accountForm, form]) each.addEventListener("checked", show);
    // Until the account is checked, its empty fields are not known to be missing.
    accountForm.refresh();
    form.refresh();
  },

  show({ key, prefix, expires }) {
    const wanted = takeHandedOver("form") ?? key;
    if (wanted !== undefined) fill("key", wanted);
    else if (prefix !== undefined) fill("prefix", prefix);
    if (expires !== undefined) fillDuration(expires);
  },
};

/** Fills in where files are stored, as a click and typing do. */
function fill(place: "key" | "prefix", value: string): void {
  choose("form-place", place);
  type(input(`form-${place}`), value);
}

function signAgain(): void {
  checked = { errors: [], input: "" };
  submit(accountForm, form);
}

/** Signs the input, and returns all errors. */
function check(): SignpostError[] {
  const errors: SignpostError[] = [];
  const entered = readRequest(readTyped(), (error) => errors.push(error));
  const { location, credentials, settings } = account;
  const { clockOffset } = settings;
  const typed = JSON.stringify({ location, credentials, clockOffset, entered, errors });
  // A form that was seen must not change until its input does.
  if (typed === checked.input) return [...checked.errors, ...fileErrors()];
  const attempt = signUpload(entered);
  const all = [...errors, ...attempt.errors.map(inView)];
  checked = { signed: attempt.result, errors: all, input: typed };
  return [...all, ...fileErrors()];
}

/** Shows the result of the last check. */
function show(): void {
  const { via } = readTyped();
  const { signed, errors } = checked;
  showKind(via);
  showPolicy(via, signed, errors.length > 0);
  const isSigned = signed !== undefined && errors.length === 0;
  if (isSigned) showSigned(signed);
  else showUnsigned(accountForm, form);
  const hidden = errors.filter((error) => !isShown(error));
  if (hidden.length > 0) form.problems.show("sign", hidden);
  else form.problems.clear("sign");
  refreshAttempt(isSigned ? signed : undefined);
}

/** Whether a field of the view or of the account shows the error, or is still empty. */
function isShown(error: SignpostError): boolean {
  if (form.problems.fieldOf(error) !== undefined) return true;
  const field = accountForm.problems.fieldOf(error);
  if (field === undefined) return false;
  return accountForm.invalid.includes(field) || accountForm.missing.includes(field);
}
