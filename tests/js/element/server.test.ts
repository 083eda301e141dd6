import assert from "node:assert/strict";
import { test } from "node:test";
import { defineElements } from "../../../js/element/index.ts";

test("a server can import the elements and call defineElements", () => {
  assert.equal(globalThis.customElements, undefined);
  assert.equal(defineElements({}), undefined);
});
