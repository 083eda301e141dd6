import assert from "node:assert/strict";
import fc from "fast-check";
import { SignpostError } from "../../../js/errors.ts";
import * as wire from "../../../js/wire.ts";
import { anyText } from "../support/text.ts";

const REPLIES = [wire.SHARE_REPLY, wire.POST_REPLY];

/** Seconds before the year 10000. */
const seconds = fc.nat({ max: 253_402_300_799 });
const optional = <Value>(values: fc.Arbitrary<Value>) => fc.option(values, { nil: undefined });

/** Numbers, colons and texts in any order, of which few are replies. */
const hostileReply = fc
  .array(
    fc.oneof(
      fc.constantFrom("\n", ":", "0:", "1:", "2:a", "-1:", "NaN:", "1e9:", "Infinity:"),
      fc.nat().map((number) => `${number}:`),
      anyText,
    ),
    { maxLength: 20 },
  )
  .map((pieces) => pieces.join(""));

/** Properties of the format of arguments and replies by their titles. */
export const wireProperties = {
  "a form's reply is decoded as it was encoded": fc.property(
    fc.record({
      url: anyText,
      expiresAt: seconds,
      limitedBy: anyText,
      contentTypePrefix: optional(anyText),
      fields: fc.array(anyText, { maxLength: 6 }),
    }),
    (reply) => {
      const names = Object.keys(wire.POST_REPLY) as (keyof typeof wire.POST_REPLY)[];
      const text = wire.encodeArguments(names, reply);
      // Only a reply with an error begins with a line feed.
      assert.match(text, /^\d/);
      const decoded = wire.decodeReply(wire.POST_REPLY, text);
      assert.deepEqual(decoded, { ...reply, expiresAt: reply.expiresAt * 1_000 });
    },
  ),
  "a malformed reply is decoded or is an error of the package": fc.property(
    fc.constantFrom(...REPLIES),
    hostileReply,
    (table, text) => {
      try {
        wire.decodeReply(table, text);
      } catch (error) {
        assert.ok(error instanceof SignpostError, String(error));
      }
    },
  ),
};
