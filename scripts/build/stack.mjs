import { cargo, targetFolder } from "../cargo.mjs";
import { step } from "../steps.mjs";

const binary = process.platform === "win32" ? "s3-signpost-stack.exe" : "s3-signpost-stack";

/**
 * Builds the local stack.
 *
 * @param {"debug" | "release"} [profile] `release` takes long to build, and is for figures
 * @returns {Promise<string>} the path of its binary
 */
export async function buildStack(profile = "debug") {
  await step("Local stack", async (say) => {
    const optimised = profile === "release" ? ["--release"] : [];
    await cargo(["build", "--package", "s3-signpost-stack", ...optimised], say);
  });
  return stackBinary(profile);
}

/**
 * Where the built stack is.
 *
 * @param {"debug" | "release"} [profile]
 * @returns {Promise<string>} the path of its binary
 */
export async function stackBinary(profile = "debug") {
  return `${await targetFolder()}/${profile}/${binary}`;
}
