import { VIEW_IDS } from "../../www/view-ids.ts";
import { reportSizes } from "../build/size.ts";
import { buildPackage, buildPage, buildStack } from "../build.ts";
import { buildSite, serveSite } from "../docs/site.ts";
import { writeGeneratedPages } from "../docs/write.ts";
import { lint } from "../lint.ts";
import { requireChromium } from "../machine/browsers.ts";
import { runTypeScript } from "../shell.ts";
import { step } from "../step.ts";
import { type AddCommand, namesOf, portOption } from "./command.ts";

/** Adds the commands that build, check and describe the package and the page. */
export function addBuildCommands(command: AddCommand): void {
  command(
    "build",
    "Builds the package into dist and the page into build/www, and prints the sizes of the package's files.",
  )
    .option("--stack", "also build the local stack, at the same time")
    .action(async ({ stack }) => {
      await Promise.all([buildPackage().then(buildPage), stack && buildStack()]);
      reportSizes();
    });

  command("package", "Builds the package into dist, as prepack does.").action(buildPackage);

  command("lint", "Checks formats, lints, types and language.").action(async () => {
    // The page imports the built package, with its types.
    await buildPackage();
    await lint();
  });

  command(
    "docs",
    "Writes the generated pages of docs/, and builds the site of the documents into build/docs.",
  )
    .option("--generate", "only write the generated pages of docs/")
    .option("--serve", "serve the site on 127.0.0.1 when it is built")
    .addOption(portOption("port", "port of the site", "8083"))
    .action(async ({ generate, serve, port }) => {
      await step("Generated pages", writeGeneratedPages);
      if (generate) return;
      await buildPackage();
      await buildSite();
      if (serve) await serveSite(port);
    });

  command(
    "pictures",
    "Takes pictures of every state of the page into build/pictures, and those of the README.",
  )
    .option(
      "--only <views>",
      "take pictures of these views only, separated by commas",
      namesOf("view", VIEW_IDS),
    )
    .action(async ({ only = [] }) => {
      await requireChromium();
      await buildPackage();
      await buildStack();
      await buildPage();
      await runTypeScript("scripts/page/pictures.ts", only);
    });
}
