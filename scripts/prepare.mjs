import { spawnSync } from "node:child_process";
import { sep } from "node:path";
import { fileURLToPath } from "node:url";

/*
 * The script `prepare` of package.json. npm runs it for a dependency on the git repository, `npm install
 * github:s3-signpost/s3-signpost`, which has no dist: it builds the package, which needs rustup. npm also runs it after
 * `npm ci` in a checkout, where it does nothing: the commands of the checkout build what they need.
 */

const checkout = fileURLToPath(new URL("..", import.meta.url)).replace(/[\\/]$/, "");
const startedIn = process.env["INIT_CWD"] ?? checkout;

if (startedIn !== checkout && !startedIn.startsWith(checkout + sep)) {
  const { status } = spawnSync(process.execPath, ["scripts/run.mjs", "package"], {
    cwd: checkout,
    // npm reads its own standard output.
    stdio: ["ignore", 2, 2],
  });
  process.exitCode = status ?? 1;
}
