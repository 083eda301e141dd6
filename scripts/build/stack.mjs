import { cargo, targetFolder } from "../cargo.mjs";
import { step } from "../steps.mjs";

const binary = process.platform === "win32" ? "s3-signpost-stack.exe" : "s3-signpost-stack";

/**
 * Builds the local stack.
 *
 * @returns {Promise<string>} the path of its binary
 */
export async function buildStack() {
  await step("Local stack", async (say) => {
    await cargo(["build", "--package", "s3-signpost-stack"], say);
  });
  return stackBinary();
}

/**
 * Where the built stack is.
 *
 * @returns {Promise<string>} the path of its binary
 */
export async function stackBinary() {
  return `${await targetFolder()}/debug/${binary}`;
}
