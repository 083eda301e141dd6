import { spawn } from "node:child_process";
import { once } from "node:events";
import { pathToFileURL } from "node:url";
import { buildPackage } from "../build/package.mjs";
import { buildPage } from "../build/page.mjs";
import { buildStack } from "../build/stack.mjs";
import { requirePython } from "../differential/python.mjs";
import { inRoot, root } from "../paths.mjs";
import { main } from "../problem.mjs";
import { setUp } from "../setup.mjs";
import { requireS3rver } from "./s3rver.mjs";

/**
 * `npm run peers`: starts other people's S3 servers on loopback beside the local stack, asks each for
 * everything that can be signed, downloads from and uploads to it, and prints what came of it.
 *
 * @param {string[]} servers names of the servers to ask; all of them if there are none
 */
export async function peersCommand(servers) {
  await main(async () => {
    await setUp();
    await buildPackage();
    await buildStack();
    await buildPage();
    await requirePython("peers", {
      title: "SeaweedFS, MiniStack, moto and rclone",
      requirements: "tests/peers/requirements.txt",
    });
    await requireS3rver();
    console.log();
    const loader = pathToFileURL(inRoot("scripts", "test", "wasm-loader.mjs")).href;
    const child = spawn(
      process.execPath,
      ["--import", "tsx", "--import", loader, inRoot("tests", "peers", "run.ts"), ...servers],
      { cwd: root, stdio: "inherit" },
    );
    const [code] = await once(child, "close");
    process.exitCode = code ?? 1;
  });
}
