import { writeFileSync } from "node:fs";
import { inRoot } from "../paths.mjs";
import { errorPage } from "./error-page.ts";

/** Writes the pages that are generated from the code: docs/errors.md. */
export async function writeGeneratedPages(): Promise<void> {
  writeFileSync(inRoot("docs", "errors.md"), await errorPage());
}
