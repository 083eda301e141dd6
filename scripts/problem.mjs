/** A failure that a person can act on: the message says what is wrong and the fix, so no stack is shown. */
export class Problem extends Error {}

/**
 * Runs a command's work and turns its failure into a message and an exit code.
 *
 * @param {() => Promise<void>} work
 */
export async function main(work) {
  try {
    await work();
  } catch (error) {
    process.exitCode = 1;
    console.error(`\n${describe(error)}`);
  }
}

/**
 * What to show for an error: the message of a Problem, the stack of anything unforeseen.
 *
 * @param {unknown} error
 * @returns {string}
 */
export function describe(error) {
  if (error instanceof Problem) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
