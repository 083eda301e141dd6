import { Command, CommanderError } from "commander";
import { addBuildCommands } from "./commands/build.ts";
import { addMeasureCommands } from "./commands/measure.ts";
import { addReleaseCommands } from "./commands/release.ts";
import { addStartCommand } from "./commands/start.ts";
import { addTestCommands } from "./commands/test.ts";
import { reportErrors } from "./errors.ts";

/** Runs a command of package.json: `main(["test", "--only", "js"])`. */
export async function main(args: readonly string[]): Promise<void> {
  await reportErrors(async () => {
    try {
      await program.parseAsync(args, { from: "user" });
    } catch (error) {
      // Commander has printed its help, or what is wrong with an option.
      if (!(error instanceof CommanderError)) throw error;
      process.exitCode = error.exitCode;
      if (args[0] === "test" && error.exitCode > 0) console.log("\n0 passed, 1 failed");
    }
  });
}

const program = new Command("npm run").exitOverride();

for (const addCommands of [
  addStartCommand,
  addBuildCommands,
  addTestCommands,
  addMeasureCommands,
  addReleaseCommands,
]) {
  addCommands((name, description) =>
    program.command(name).usage("-- [options]").description(description).showHelpAfterError(),
  );
}
