import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { root } from "./paths.mjs";

// Each test file with a local stack imports this file, so it imports nothing but Node's own modules.

/** Returns cargo's target folder, which `CARGO_TARGET_DIR` or cargo's configuration may have moved. */
export async function targetFolder(): Promise<string> {
  const args = ["metadata", "--format-version", "1", "--no-deps"];
  const { stdout } = await promisify(execFile)("cargo", args, { cwd: root, maxBuffer: 2 ** 26 });
  return JSON.parse(stdout).target_directory;
}

/** Returns the path of the binary of the local stack. */
export async function stackBinary(profile: "debug" | "release" = "debug"): Promise<string> {
  const extension = process.platform === "win32" ? ".exe" : "";
  return `${await targetFolder()}/${profile}/s3-signpost-stack${extension}`;
}
