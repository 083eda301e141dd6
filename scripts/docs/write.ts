import { writeFileSync } from "node:fs";
import { errorPage } from "./error-page.ts";

// `npm run docs`
writeFileSync(new URL("../../docs/errors.md", import.meta.url), await errorPage());
