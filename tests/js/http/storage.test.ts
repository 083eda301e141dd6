import assert from "node:assert/strict";
import { test } from "node:test";
import { fromStorage, pageStorage } from "../../../js/http/storage.ts";

function denied(): never {
  throw new DOMException("denied", "SecurityError");
}

test("fromStorage returns the result, or that of the promise", async () => {
  assert.equal(
    fromStorage(() => 1),
    1,
  );
  assert.equal(await fromStorage(async () => 2), 2);
});

test("fromStorage returns undefined if the storage throws or rejects", async () => {
  assert.equal(fromStorage(denied), undefined);
  assert.equal(await fromStorage(async () => denied()), undefined);
});

test("pageStorage is undefined if the browser denies localStorage, or there is none", () => {
  const property = Object.getOwnPropertyDescriptor(globalThis, "localStorage");
  Object.defineProperty(globalThis, "localStorage", { configurable: true, get: denied });
  assert.equal(pageStorage(), undefined);
  Object.defineProperty(globalThis, "localStorage", { configurable: true, value: null });
  assert.equal(pageStorage(), undefined);
  if (property) Object.defineProperty(globalThis, "localStorage", property);
  else Reflect.deleteProperty(globalThis, "localStorage");
});
