import "./view.css";
import {
  type Explanation,
  explain,
  type Method,
  PresignError,
  type SentRequest,
} from "s3-signpost";
import { visibleText } from "../format/visible.ts";
import { byId, choose, chosen, make, withCode } from "../parts/elements.ts";
import { type Failure, takeFailure } from "../parts/failure.ts";
import { LiveForm } from "../parts/live-form.ts";
import { FieldProblems } from "../parts/problems.ts";
import { parseRequestText } from "../parts/request-text.ts";
import type { View } from "../view.ts";
import { words } from "../words.ts";
import { showCompared } from "./compared.ts";
import { parseErrorText } from "./error-text.ts";
import { type Fix, fixesOf } from "./fixes.ts";

const { source, result } = words.explain;

const errorText = byId("explain-error", HTMLTextAreaElement);
const requestText = byId("explain-request", HTMLTextAreaElement);
const empty = byId("explain-empty", HTMLParagraphElement);
const found = byId("explain-found", HTMLDivElement);
const from = byId("explain-from", HTMLParagraphElement);
const message = byId("explain-message", HTMLParagraphElement);
const hint = byId("explain-hint", HTMLParagraphElement);
const facts = byId("explain-facts", HTMLDListElement);
const actions = byId("explain-actions", HTMLDivElement);
const outcome = byId("explain-outcome", HTMLParagraphElement);
const status = byId("explain-status", HTMLParagraphElement);

let form: LiveForm;

/** The error that another view left, until a text is pasted. */
let failure: Failure | undefined;

export const explainView: View = {
  id: "explain",

  start() {
    const root = byId("explain-source", HTMLElement);
    form = new LiveForm(new FieldProblems(root), check);
    requestText.addEventListener("input", () => {
      const method = parseRequestText(requestText.value)?.method;
      if (method) choose("explain-method", method);
    });
    root.addEventListener("input", () => {
      if (errorText.value) failure = undefined;
      form.typed();
      show();
    });
    show();
  },

  show() {
    const left = takeFailure();
    if (!left) return;
    failure = left;
    errorText.value = "";
    requestText.value = left.request?.url ?? "";
    if (left.request) choose("explain-method", left.request.method);
    form.forget();
    show();
  },
};

/** Returns the errors of the fields. */
function check(): PresignError[] {
  const errors: PresignError[] = [];
  if (errorText.value.trim() && parseErrorText(errorText.value) === undefined) {
    const details = { field: "error", hint: source.unknownHint };
    errors.push(new PresignError("UnknownError", source.unknown, details));
  }
  if (requestText.value.trim() && !parseRequestText(requestText.value)) {
    const details = { field: "request", hint: source.noUrlHint };
    errors.push(new PresignError("InvalidUrl", source.noUrl, details));
  }
  return errors;
}

/** Shows the explanation of the pasted text, or of the error that another view left. */
function show(): void {
  const error = failure ? failure.error : parseErrorText(errorText.value);
  empty.hidden = failure !== undefined || errorText.value.trim() !== "";
  found.hidden = error === undefined;
  if (error === undefined) {
    status.textContent = "";
    return;
  }
  const request = failure?.request ?? readRequest();
  const explanation = explain(error, request);
  const document = typeof error === "string" ? error : "";
  showExplanation(explanation);
  showFixes(fixesOf(explanation, document, request?.url));
  showCompared(explanation, document, request);
}

function readRequest(): SentRequest | undefined {
  const copied = parseRequestText(requestText.value);
  return copied && { ...copied, method: chosen("explain-method") as Method };
}

function showExplanation({ code, message: text, hint: advice, ...rest }: Explanation): void {
  from.hidden = failure === undefined;
  message.textContent = visibleText(text);
  const parts = withCode(advice);
  if (hint.textContent !== make("p", "", ...parts).textContent) {
    hint.replaceChildren(...withCode(advice));
  }
  const rows: [string, Node | string][] = [
    [result.code, make("code", "", code)],
    [result.retry, rest.retryable ? result.retryable : result.notRetryable],
  ];
  if (rest.requestId) rows.push([result.requestId, make("code", "", rest.requestId)]);
  facts.replaceChildren(
    ...rows.flatMap(([name, value]) => [make("dt", "", name), make("dd", "", value)]),
  );
  outcome.textContent = "";
  const announcement = `${code}. ${advice}`;
  if (status.textContent !== announcement) status.textContent = announcement;
}

function showFixes(fixes: readonly Fix[]): void {
  actions.replaceChildren(
    ...fixes.map(({ label, apply }) => {
      const button = make("button", "", label);
      button.type = "button";
      button.addEventListener("click", () => {
        outcome.textContent = apply();
      });
      return button;
    }),
  );
}
