import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { run, tryRun } from "../command.mjs";
import { inRoot } from "../paths.mjs";
import { Problem } from "../problem.mjs";
import { whenChanged } from "../stamp.mjs";
import { step, upToDate } from "../steps.mjs";

const onWindows = process.platform === "win32";

/**
 * The Python of a virtual environment that holds what a requirements file names, and nothing else.
 *
 * @param {string} name of the environment
 */
export function pythonOf(name) {
  return join(folderOf(name), onWindows ? "Scripts/python.exe" : "bin/python");
}

/**
 * Makes the environment where it is not there yet, or the requirements have changed since.
 *
 * @param {string} name
 * @param {{ title: string, requirements: string }} options the file by its path in the checkout: each
 *   package with its version and the hash of its wheel
 * @throws {Problem} saying what is missing on this machine
 */
export async function requirePython(name, { title, requirements }) {
  await step(title, async (say) => {
    const facts = { inputs: [requirements], outputs: [pythonOf(name)] };
    const made = await whenChanged(`python-${name}`, facts, () =>
      install(folderOf(name), requirements, say),
    );
    return made ? "installed" : upToDate;
  });
}

/** @param {string} name */
function folderOf(name) {
  return inRoot("node_modules", ".cache", "s3-signpost", "python", name);
}

/**
 * @param {string} folder
 * @param {string} requirements
 * @param {(line: string) => void} say
 */
async function install(folder, requirements, say) {
  rmSync(folder, { recursive: true, force: true });
  await makeEnvironment(await findPython(), folder, say);
  const python = join(folder, onWindows ? "Scripts/python.exe" : "bin/python");
  const options = ["--require-hashes", "--only-binary=:all:", "--disable-pip-version-check"];
  await run(
    python,
    ["-m", "pip", "install", ...options, "--requirement", inRoot(...requirements.split("/"))],
    { onLine: say },
  );
}

/** @returns {Promise<string>} the command that starts a Python the oracles can run on */
async function findPython() {
  const recent = "import sys; sys.exit(sys.version_info < (3, 10))";
  for (const command of [process.env["PYTHON"], "python3", "python"]) {
    if (!command) continue;
    const ran = await tryRun(command, ["-c", recent]).catch(() => undefined);
    if (ran?.code === 0) return command;
  }
  throw new Problem(
    "Python 3.10 or newer was not found: these tests hold the signer against AWS's own in Python.\n" +
      "Debian and Ubuntu: apt install python3 python3-venv. macOS: brew install python. " +
      "Windows: winget install Python.Python.3.13. Or set PYTHON to the path of one.",
  );
}

/**
 * @param {string} python
 * @param {string} folder
 * @param {(line: string) => void} say
 */
async function makeEnvironment(python, folder, say) {
  const { code, output } = await tryRun(python, ["-m", "venv", folder], { onLine: say });
  if (code === 0 && existsSync(folder)) return;
  throw new Problem(
    `${output}\nThis Python could not make a virtual environment.\n` +
      "Debian and Ubuntu: apt install python3-venv. Then run the command again.",
  );
}
