import "./view.css";
import { SignpostError } from "s3-signpost";
import { takeHandedOver } from "../handed-over.ts";
import { byId, type } from "../parts/elements.ts";
import { LiveForm } from "../parts/live-form.ts";
import { FieldProblems } from "../parts/problems.ts";
import type { View } from "../view.ts";
import { forgetSecret, prepareCheck, startCheck } from "./check.ts";
import { showResult, startResult } from "./result.ts";
import { readSignedUrl, type SignedUrl } from "./signed-url.ts";

const text = byId("inspect-url", HTMLTextAreaElement);

let form: LiveForm;

/** The result of the last check of the form. */
let signed: SignedUrl | undefined;

export const inspectView: View = {
  id: "inspect",

  start() {
    const source = byId("inspect-source", HTMLElement);
    form = new LiveForm(new FieldProblems(source), check);
    startCheck();
    startResult(() => {
      form.refresh();
      show();
    });
    source.addEventListener("input", () => {
      form.typed();
      show();
    });
    show();
  },

  show() {
    const link = takeHandedOver("inspect");
    if (link !== undefined) type(text, link);
  },

  hide: forgetSecret,
};

/** Reads the text, and returns its errors. */
function check(): SignpostError[] {
  signed = undefined;
  if (text.value.trim() === "") return [];
  try {
    signed = readSignedUrl(text.value);
    return [];
  } catch (error) {
    if (error instanceof SignpostError) return [error];
    throw error;
  }
}

/** Shows the result of the last check. */
function show(): void {
  showResult(signed, text.value.trim() === "");
  if (signed) prepareCheck(signed);
}
