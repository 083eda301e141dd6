import { buildPackage } from "../build/package.mjs";
import { main } from "../problem.mjs";
import { setUp } from "../setup.mjs";
import { runTypeScript } from "../typescript.mjs";

/** `npm run size`: what a page downloads to sign, here and with peers. */
export async function sizeCommand() {
  await main(async () => {
    await setUp();
    await buildPackage();
    await runTypeScript("bench/size.ts", []);
  });
}
