import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { inRoot, root } from "./paths.mjs";

/**
 * Installs the Rust toolchain of rust-toolchain.toml and the npm packages of package-lock.json, if they are missing.
 *
 * @param {{ rust: boolean }} options `rust: false` leaves the toolchain out
 * @throws {Error} if a program is missing or an installation fails, with the fix in the message
 */
export function setUp({ rust }) {
  if (rust) installToolchain();
  installPackages();
}

function installToolchain() {
  if (run("cargo", ["--version"], "ignore").error) {
    throw new Error(
      "cargo was not found: Rust is not installed, or not on the PATH.\n" +
        "Install it with rustup from https://rustup.rs, open a new terminal, and run the command again.",
    );
  }
  const target = "wasm32-unknown-unknown";
  const { stdout } = run("rustc", ["--print", "target-libdir", "--target", target], "pipe");
  if (existsSync(String(stdout).trim())) return;
  if (run("rustup", ["--version"], "ignore").error) {
    throw new Error(
      `This Rust has no ${target} target, and there is no rustup to add it.\n` +
        "Install rustup from https://rustup.rs, open a new terminal, and run the command again.",
    );
  }
  if (run("rustup", ["toolchain", "install"], "inherit").status === 0) return;
  throw new Error(
    "The Rust toolchain of rust-toolchain.toml could not be installed.\n" +
      "If rustup is older than 1.28: rustup self update. Otherwise check the network or the proxy, and run: rustup toolchain install",
  );
}

function installPackages() {
  if (packagesMatchLockfile()) return;
  console.log("Installing npm packages");
  // Some tools say that they need Node 22 for parts which are not used here. npm would print a warning for each.
  const args = ["ci", "--no-audit", "--no-fund", "--loglevel=error"];
  // On Windows npm is a batch file, which only a shell can start.
  const shell = process.platform === "win32";
  if (run("npm", args, "inherit", shell).status === 0) return;
  throw new Error(
    "The npm packages could not be installed; npm's own message is above.\n" +
      "Check the network or the proxy (npm config get registry), and run the command again.",
  );
}

/** Compares package-lock.json with the list of installed packages that npm keeps in node_modules. */
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

/**
 * @param {string} program
 * @param {string[]} args
 * @param {"ignore" | "pipe" | "inherit"} stdout
 */
function run(program, args, stdout, shell = false) {
  const stderr = stdout === "ignore" ? "ignore" : "inherit";
  return spawnSync(program, args, { cwd: root, stdio: ["ignore", stdout, stderr], shell });
}
