import assert from "node:assert/strict";
import { test } from "node:test";
import { parseHTML } from "linkedom";
import { reflectAttributes } from "../../../js/element/reflection.ts";

const { document, HTMLElement, customElements } = parseHTML("<body></body>");

class Sample extends HTMLElement {
  static readonly observedAttributes = ["max-size", "no-drop", "prefix"];
  static readonly flags = ["no-drop"];
  static readonly fields = ["validate"];
}
reflectAttributes(Sample);
customElements.define("x-sample", Sample);

function sample() {
  return document.createElement("x-sample") as HTMLElement & Record<string, unknown>;
}

test("a property in camel case sets its attribute, and null removes it", () => {
  const element = sample();
  element["maxSize"] = 5;
  assert.equal(element.getAttribute("max-size"), "5");
  assert.equal(element["maxSize"], "5");
  element["maxSize"] = null;
  assert.equal(element.hasAttribute("max-size"), false);
  assert.equal(element["maxSize"], null);
});

test("a property of a flag is a boolean, whatever the text of the attribute", () => {
  const element = sample();
  element.setAttribute("no-drop", "");
  assert.equal(element["noDrop"], true);
  element["noDrop"] = false;
  assert.equal(element.hasAttribute("no-drop"), false);
});

test("prefix can be set, although it is read-only in other elements", () => {
  const element = sample();
  Object.assign(element, { prefix: "uploads/" });
  assert.equal(element.getAttribute("prefix"), "uploads/");
});

test("a field is in the element before it is set, so that frameworks set a property", () => {
  assert.equal("validate" in sample(), true);
});
