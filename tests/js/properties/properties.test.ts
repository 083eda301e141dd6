import { describe, test } from "node:test";
import fc from "fast-check";
import { readerProperties } from "./reader.ts";
import { wireProperties } from "./wire.ts";
import { xmlProperties } from "./xml.ts";

/** `npm run fuzz` runs the same properties with other seeds and for longer. */
const parameters = { seed: 20_260_102, numRuns: 1_000 };

const groups = { XML: xmlProperties, reader: readerProperties, wire: wireProperties };

for (const [name, properties] of Object.entries(groups)) {
  describe(name, () => {
    for (const [title, property] of Object.entries<fc.IRawProperty<unknown>>(properties)) {
      test(title, () => fc.assert(property, parameters));
    }
  });
}
