import { rmSync } from "node:fs";
import { join } from "node:path";
import { run, tryRun } from "../command.mjs";
import { installDebianPackages, isDebianRoot } from "../debian.mjs";
import { inRoot } from "../paths.mjs";
import { Problem } from "../problem.mjs";
import { whenChanged } from "../stamp.mjs";
import { step, upToDate } from "../steps.mjs";

/**
 * The Python of a virtual environment that holds what a requirements file names, and nothing else.
 *
 * @param {string} name of the environment
 */
export function pythonOf(name) {
  return programIn(folderOf(name));
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
  await makeEnvironment(folder, say);
  const options = ["--require-hashes", "--only-binary=:all:", "--disable-pip-version-check"];
  const file = inRoot(...requirements.split("/"));
  await run(programIn(folder), ["-m", "pip", "install", ...options, "--requirement", file], {
    onLine: say,
  });
}

/**
 * @param {string} folder
 * @param {(line: string) => void} say
 */
async function makeEnvironment(folder, say) {
  const lacking = await tryEnvironment(folder, say);
  if (!lacking) return;
  if (process.env["PYTHON"] || !isDebianRoot()) throw new Problem(lacking);
  await installDebianPackages(["python3", "python3-venv"], say);
  const stillLacking = await tryEnvironment(folder, say);
  if (stillLacking) throw new Problem(stillLacking);
}

/**
 * @param {string} folder
 * @param {(line: string) => void} say
 * @returns {Promise<string | undefined>} what is missing on this machine
 */
async function tryEnvironment(folder, say) {
  rmSync(folder, { recursive: true, force: true });
  const python = await findPython();
  if (!python) {
    return (
      "Python 3.10 or newer was not found, and signers and servers that these tests need run on it.\n" +
      "Debian and Ubuntu: apt install python3 python3-venv. macOS: brew install python. " +
      "Windows: winget install Python.Python.3.13. Or set PYTHON to the path of one."
    );
  }
  const { code, output } = await tryRun(python, ["-m", "venv", folder], { onLine: say });
  if (code === 0) return undefined;
  return (
    `${output}\nThis Python could not make a virtual environment.\n` +
    "Debian and Ubuntu: apt install python3-venv. Then run the command again."
  );
}

/** @returns {Promise<string | undefined>} the command that starts a Python that is new enough */
async function findPython() {
  const isRecent = "import sys; sys.exit(sys.version_info < (3, 10))";
  const named = process.env["PYTHON"];
  for (const command of named ? [named] : ["python3", "python"]) {
    const ran = await tryRun(command, ["-c", isRecent]).catch(() => undefined);
    if (ran?.code === 0) return command;
  }
  return undefined;
}

/** @param {string} folder of an environment */
function programIn(folder) {
  return join(folder, process.platform === "win32" ? "Scripts/python.exe" : "bin/python");
}
