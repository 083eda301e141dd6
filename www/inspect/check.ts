import { type Method, PresignError, type SignpostError } from "s3-signpost";
import { account } from "../account/account.ts";
import { button, byId, input } from "../parts/elements.ts";
import { LiveForm, submit } from "../parts/live-form.ts";
import { FieldProblems, showError } from "../parts/problems.ts";
import { words } from "../words.ts";
import type { SignedUrl } from "./signed-url.ts";
import { findMethod } from "./verify.ts";

const { check } = words.inspect;

const secret = input("inspect-secret");
const headers = byId("inspect-headers", HTMLTextAreaElement);
const headersPart = byId("inspect-headers-part", HTMLDivElement);
const fromAccount = byId("inspect-from-account", HTMLParagraphElement);
const outcome = byId("inspect-outcome", HTMLParagraphElement);

let problems: FieldProblems;
let form: LiveForm;
let current: SignedUrl | undefined;

/** Starts the card that checks the signature. */
export function startCheck(): void {
  problems = new FieldProblems(byId("inspect-check", HTMLElement));
  form = new LiveForm(problems, findErrors);
  problems.root.addEventListener("input", () => {
    clearOutcome();
    form.typed();
  });
  secret.addEventListener("keydown", ({ key }) => {
    if (key === "Enter") checkSignature();
  });
  button("inspect-start").addEventListener("click", checkSignature);
  account.addEventListener("change", showAccount);
}

/** Prepares the card for a signed URL. Another signer's secret is removed. */
export function prepareCheck(signed: SignedUrl): void {
  const before = current;
  current = signed;
  if (signed.url === before?.url) return;
  const { accessKeyId } = signed.inspection;
  if (before?.inspection.accessKeyId !== accessKeyId) forgetSecret();
  const names = headersToSend(signed);
  headersPart.hidden = names.length === 0 && signed.inspection.signature === "v4";
  headers.value = headerLines(signed, names).join("\n");
  clearOutcome();
  form.forget();
  showAccount();
}

/** Removes the secret from the page. */
export function forgetSecret(): void {
  secret.value = "";
}

function showAccount(): void {
  fromAccount.hidden = !accountSecret();
}

/** Returns the secret of the account, if the account signed the URL. */
function accountSecret(): string {
  const { accessKeyId, secretAccessKey } = account.credentials;
  return accessKeyId === current?.inspection.accessKeyId ? secretAccessKey : "";
}

function checkSignature(): void {
  clearOutcome();
  if (!current || !submit(form)) return;
  const secretAccessKey = secret.value.trim() || accountSecret();
  try {
    const method = findMethod(current, { secretAccessKey, headers: readHeaders() });
    if (method) outcome.textContent = rightText(method, current.method);
    else problems.show("check", [wrongSignature()]);
  } catch (error) {
    showError(error, "check", problems);
  }
}

function rightText(method: Method, sent: Method | undefined): string {
  return sent && sent !== method ? check.rightForOther(method, sent) : check.right(method);
}

function wrongSignature(): PresignError {
  return new PresignError("SignatureDoesNotMatch", check.wrong, { hint: check.wrongHint });
}

function clearOutcome(): void {
  outcome.textContent = "";
  problems.clear("check");
}

/** Returns the errors of the card's fields. */
function findErrors(): SignpostError[] {
  const errors: SignpostError[] = [];
  if (!secret.value.trim() && !accountSecret()) {
    const details = { field: "credentials.secretAccessKey", hint: check.secretHint };
    errors.push(new PresignError("CredentialsMissing", check.secretMissing, details));
  }
  const values = readHeaders();
  const missing = current ? headersToSend(current).filter((name) => !values[name]) : [];
  if (missing.length > 0) {
    const details = { field: "headers", hint: check.headerHint };
    errors.push(
      new PresignError("InvalidHeader", check.headerMissing(missing.join(", ")), details),
    );
  }
  return errors;
}

/** Returns the signed headers that the browser does not set by itself. */
function headersToSend({ inspection }: SignedUrl): string[] {
  return inspection.signedHeaders.filter((name) => name !== "host");
}

function headerLines({ headers }: SignedUrl, names: readonly string[]): string[] {
  const sent = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const);
  return names.map((name) => `${name}: ${Object.fromEntries(sent)[name] ?? ""}`);
}

/** Parses one `name: value` per line. */
function readHeaders(): Record<string, string> {
  const lines = headers.value.split("\n").map((line) => /^([^:]*):(.*)$/.exec(line.trim()));
  const pairs = lines.flatMap((found) =>
    found ? [[(found[1] ?? "").trim().toLowerCase(), (found[2] ?? "").trim()] as const] : [],
  );
  return Object.fromEntries(pairs.filter(([name, value]) => name && value));
}
