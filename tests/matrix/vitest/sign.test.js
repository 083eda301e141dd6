// @ts-nocheck: it runs beside the installed packages.

import { Presigner } from "s3-signpost";
import { test } from "vitest";
import { sign } from "./program.js";

test("signs", () => {
  process.stdout.write(`\n${JSON.stringify({ signature: sign({ Presigner }) })}\n`);
});
