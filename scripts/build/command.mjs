import { main } from "../problem.mjs";
import { setUp } from "../setup.mjs";
import { buildPackage } from "./package.mjs";
import { reportSizes } from "./size.mjs";

/** `npm run build`: leaves the package in dist, and says what it weighs. */
export async function buildCommand() {
  await main(async () => {
    await setUp();
    await buildPackage();
    reportSizes();
  });
}
