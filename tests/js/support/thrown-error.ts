import assert from "node:assert/strict";
import { isSignpostError, type SignpostError } from "../../../js/errors.ts";

/** Returns the error of this package that a call throws. Fails if it throws none. */
export function thrownError(call: () => unknown): SignpostError & { index?: number } {
  try {
    call();
  } catch (error) {
    assert(isSignpostError(error), String(error));
    return error;
  }
  assert.fail(`Nothing was thrown by ${call}`);
}
