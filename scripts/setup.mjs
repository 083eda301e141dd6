import { existsSync, readFileSync } from "node:fs";
import { run, tryRun } from "./command.mjs";
import { npm } from "./npm.mjs";
import { inRoot } from "./paths.mjs";
import { Problem } from "./problem.mjs";
import { step, upToDate } from "./steps.mjs";

/** Brings the machine to where the project builds: the Rust toolchain and the npm packages. */
export async function setUp() {
  await step("Rust toolchain", installToolchain);
  await step("npm packages", installPackages);
}

/** @param {(detail: string) => void} say */
async function installToolchain(say) {
  if (!(await starts("cargo"))) {
    throw new Problem(
      "cargo was not found: Rust is not installed, or not on the PATH.\n" +
        "Install it with rustup from https://rustup.rs, open a new terminal, and run the command again.",
    );
  }
  if (!(await starts("rustup"))) return requireTarget();
  const { code, output } = await tryRun("rustup", ["toolchain", "install"], { onLine: say });
  if (code === 0) return output.includes("using existing install") ? upToDate : "installed";
  if (output.includes("required arguments were not provided")) {
    throw new Problem(
      "This rustup is older than 1.28 and cannot read rust-toolchain.toml by itself.\n" +
        "Update it (rustup self update), and run the command again.",
    );
  }
  throw new Problem(
    `${output}\nThe Rust toolchain that rust-toolchain.toml names could not be installed.\n` +
      "Check the network or the proxy, and run: rustup toolchain install",
  );
}

/** A Rust that came without rustup, such as a distribution's, must have all that is needed. */
async function requireTarget() {
  const target = "wasm32-unknown-unknown";
  const { stdout } = await run("rustc", ["--print", "target-libdir", "--target", target]);
  if (existsSync(stdout.trim())) return "without rustup";
  throw new Problem(
    `This Rust has no ${target} target, and there is no rustup to add it.\n` +
      "Install rustup from https://rustup.rs, open a new terminal, and run the command again.",
  );
}

/** @param {(detail: string) => void} say */
async function installPackages(say) {
  if (packagesMatchLockfile()) return upToDate;
  await npm(["ci", "--no-audit", "--no-fund"], { onLine: say });
  return "installed";
}

/**
 * Whether node_modules holds what package-lock.json names, by the list that npm leaves there: right
 * after a change of branch too, and after an `npm install` by hand.
 */
function packagesMatchLockfile() {
  const installedList = inRoot("node_modules", ".package-lock.json");
  if (!existsSync(installedList)) return false;
  const installed = JSON.parse(readFileSync(installedList, "utf8")).packages;
  const wanted = JSON.parse(readFileSync(inRoot("package-lock.json"), "utf8")).packages;
  return Object.entries(wanted).every(([path, entry]) => {
    const isProject = path === "";
    const present = installed[path];
    return isProject || (present ? present.integrity === entry.integrity : entry.optional === true);
  });
}

/** @param {string} program */
async function starts(program) {
  return tryRun(program, ["--version"]).then(
    ({ code }) => code === 0,
    () => false,
  );
}
