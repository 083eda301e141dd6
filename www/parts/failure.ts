import type { SentRequest } from "s3-signpost";
import { words } from "../words.ts";
import { make } from "./elements.ts";

/** The error of a request, for the view Explain. */
export interface Failure {
  error: unknown;
  /** The request as it was sent. An error of the package needs none: it holds its own. */
  request?: SentRequest;
}

let last: Failure | undefined;

/** Failures that the view Explain gets instead of errors that the page made itself. */
const sources = new WeakMap<object, Failure>();

/** Keeps the document of an error response and its request, from which the page made an error. */
export function keepSource(error: object, source: Failure): void {
  sources.set(error, source);
}

/** Leaves an error for the view Explain, which the caller opens next. In memory only. */
export function leaveFailure(failure: Failure): void {
  last = failure;
}

/** Takes the error that another view left, once. */
export function takeFailure(): Failure | undefined {
  const failure = last;
  last = undefined;
  return failure;
}

/** Makes a link that opens the view Explain with an error. */
export function makeExplainLink(failure: Failure): HTMLAnchorElement {
  const link = make("a", "explain-link", words.parts.explain);
  link.href = "#/explain";
  const { error } = failure;
  const source = typeof error === "object" && error !== null ? sources.get(error) : undefined;
  link.addEventListener("click", () => leaveFailure(source ?? failure));
  return link;
}
