import { rmSync } from "node:fs";
import { join } from "node:path";
import { Problem } from "../errors.ts";
import { inRoot } from "../paths.mjs";
import { run, tryRun } from "../shell.ts";
import { type Say, step, upToDate } from "../step.ts";
import { whenChanged } from "../when-changed.ts";
import { installDebianPackages, isDebianRoot } from "./debian.ts";

/** Virtual environments by name. Their requirements files have the version and the hash of each wheel. */
const environments = {
  differential: {
    title: "botocore",
    requirements: "tests/differential/requirements.txt",
  },
  infrastructure: {
    title: "cfn-lint and MiniStack",
    requirements: "tests/docs/infrastructure/requirements.txt",
  },
  peers: {
    title: "SeaweedFS, MiniStack, moto and rclone",
    requirements: "tests/peers/requirements.txt",
  },
};

type EnvironmentName = keyof typeof environments;

/** Returns the path of the Python of a virtual environment. */
export function pythonOf(name: EnvironmentName): string {
  return pythonIn(folderOf(name));
}

/**
 * Creates a virtual environment if it does not exist, or if its requirements have changed.
 *
 * @throws {Problem} if Python, or its venv module, is missing
 */
export async function requirePython(name: EnvironmentName): Promise<void> {
  const { title, requirements } = environments[name];
  await step(title, async (say) => {
    const paths = { inputs: [requirements], outputs: [pythonOf(name)] };
    const created = await whenChanged(`python-${name}`, paths, async () => {
      await createEnvironment(folderOf(name), say);
      const options = ["--require-hashes", "--only-binary=:all:", "--disable-pip-version-check"];
      const args = ["-m", "pip", "install", ...options, "--requirement", inRoot(requirements)];
      await run(pythonOf(name), args, { onLine: say });
    });
    return created ? "installed" : upToDate;
  });
}

async function createEnvironment(folder: string, say: Say): Promise<void> {
  try {
    await venv(folder, say);
  } catch (error) {
    if (process.env["PYTHON"] || !isDebianRoot()) throw error;
    await installDebianPackages(["python3", "python3-venv"], say);
    await venv(folder, say);
  }
}

async function venv(folder: string, say: Say): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  const { code, output } = await tryRun(await findPython(), ["-m", "venv", folder], {
    onLine: say,
  });
  if (code === 0) return;
  throw new Problem(
    `${output}\nThis Python could not create a virtual environment.\n` +
      "Debian and Ubuntu: apt install python3-venv. Then run the command again.",
  );
}

/** Returns the command of a Python that is new enough. */
async function findPython(): Promise<string> {
  const isRecent = "import sys; sys.exit(sys.version_info < (3, 10))";
  const configured = process.env["PYTHON"];
  for (const command of configured ? [configured] : ["python3", "python"]) {
    const result = await tryRun(command, ["-c", isRecent]).catch(() => undefined);
    if (result?.code === 0) return command;
  }
  throw new Problem(
    "Python 3.10 or newer was not found; signers and servers of the tests run on it.\n" +
      "Debian and Ubuntu: apt install python3 python3-venv. macOS: brew install python. " +
      "Windows: winget install Python.Python.3.13. Or set PYTHON to the path of the program.",
  );
}

function folderOf(name: EnvironmentName): string {
  return inRoot("node_modules", ".cache", "s3-signpost", "python", name);
}

function pythonIn(folder: string): string {
  return join(folder, process.platform === "win32" ? "Scripts/python.exe" : "bin/python");
}
