/** A failure that the reader can fix: the message has the cause and the fix, so it is shown without a stack. */
export class Problem extends Error {}

/** Returns the message of a Problem, and the stack of any other error. */
export function describe(error: unknown): string {
  if (error instanceof Problem) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** Runs the work of a command. If it fails, prints the error and sets the exit code to 1. */
export async function reportErrors(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    process.exitCode = 1;
    console.error(`\n${describe(error)}`);
  }
}
