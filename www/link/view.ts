import "./view.css";
import type { Method, SignpostError } from "s3-signpost";
import { account } from "../account/account.ts";
import { accountForm } from "../account/form.ts";
import { type Draft, type SignedLink, signDraft } from "../account/sign.ts";
import { takeHandedOver } from "../handed-over.ts";
import { choose } from "../parts/elements.ts";
import { LiveForm, submit } from "../parts/live-form.ts";
import { FieldProblems } from "../parts/problems.ts";
import { sectionOf } from "../router.ts";
import type { View } from "../view.ts";
import { fillKey, readKey, startObjectFields, uriError } from "./object-fields.ts";
import { fillDuration, readRequest, startRequestForm } from "./request-form.ts";
import { showInvalid, showLink, showMissing, startResult } from "./result.ts";

const METHODS: ReadonlySet<string> = new Set<Method>(["GET", "PUT", "HEAD", "DELETE"]);

let form: LiveForm;

/** The result of the last check of the form. */
let signed: SignedLink | SignpostError[] = [];

export const linkView: View = {
  id: "link",

  start() {
    const section = sectionOf("link");
    form = new LiveForm(new FieldProblems(section), check);
    startObjectFields();
    startRequestForm(section);
    startResult(form, () => {
      signed = [];
      submit(accountForm, form);
    });
    section.addEventListener("input", () => form.typed());
    account.addEventListener("change", () => form.typed());
    for (const checked of [accountForm, form]) checked.addEventListener("checked", show);
    form.refresh();
  },

  show({ key, method, expires }) {
    // Another view leaves a key that the address may not hold.
    const wanted = takeHandedOver("link") ?? key;
    if (wanted !== undefined) fillKey(wanted);
    if (method && METHODS.has(method)) selectMethod(method);
    if (expires !== undefined) fillDuration(expires);
    form.refresh();
  },
};

/** Selects a method, as a click does. */
function selectMethod(method: string): void {
  choose("method", method);
  sectionOf("link").dispatchEvent(new Event("input"));
}

/** Signs the input, and returns all errors. */
function check(): SignpostError[] {
  const errors: SignpostError[] = [];
  const request = readRequest(readKey(), (error) => errors.push(error));
  const { location, credentials } = account;
  const error = uriError();
  if (error) errors.push(error);
  const draft = { location, credentials, request };
  // A link that was seen must not change until its input does.
  if (!Array.isArray(signed) && errors.length === 0 && isSameInput(signed, draft)) return [];
  const result = signDraft(draft);
  if (Array.isArray(result)) errors.push(...result);
  signed = Array.isArray(result) || errors.length > 0 ? errors : result;
  return errors;
}

function isSameInput(signed: SignedLink, draft: Draft): boolean {
  const { location, credentials, request } = signed;
  return JSON.stringify({ location, credentials, request }) === JSON.stringify(draft);
}

/** Shows the result of the last check. */
function show(): void {
  if (!Array.isArray(signed)) showLink(signed);
  else if (accountForm.invalid.length + form.invalid.length > 0) showInvalid(accountForm, form);
  else showMissing(accountForm, form);
}
