import { execFileSync } from "node:child_process";
import { realpathSync, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { findChromium, findFirefox, findHeadlessChromium } from "../machine/browsers.ts";
import { ABSENT } from "./record/state.mjs";

/** Environment variables that change the behaviour of tests. `CI` only chooses the seed of random cases. */
const VARIABLES = [
  ...["TEST_BROWSER", "CHROMIUM_PATH", "CHROMEDRIVER", "CHROMEWEBDRIVER", "FIREFOX_PATH"],
  ...["WEBKIT_DRIVER", "WEBKIT_PATH", "XVFB_RUN", "PYTHON", "SEED", "BUILT"],
  ...["AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE", "CARGO_TARGET_DIR"],
  ...["NODE_ENV", "NODE_OPTIONS", "NO_COLOR", "FORCE_COLOR", "TZ", "LANG", "LC_ALL"],
];

/** Returns the version of Node and the variables of the environment that change tests. */
export function environmentState(added: Record<string, string> = {}): string {
  const variables = VARIABLES.map((name) => [name, added[name] ?? process.env[name]]);
  const { version, platform, arch } = process;
  return JSON.stringify([version, platform, arch, ...variables.filter(([, value]) => value)]);
}

/** Returns the path, size and date of a program on the PATH, or `ABSENT`. */
export function programState(name: string): string {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  const paths = /[\\/]/.test(name) ? [name] : folders.map((folder) => join(folder, name));
  for (const path of paths) {
    try {
      const { size, mtimeMs } = statSync(path);
      return `${realpathSync(path)} ${size} ${mtimeMs}`;
    } catch {
      // It is in none of the folders before this one.
    }
  }
  return ABSENT;
}

/** Versions of browsers, by the states of their programs: one may be a script that does not change with the browser. */
const versions = new Map<string, string>();

/** Returns the path and the version of a browser. */
export function browserState(path: string): string {
  const program = programState(path);
  const version = versions.get(program) ?? versionOf(path);
  versions.set(program, version);
  return `${program} ${version}`;
}

function versionOf(path: string): string {
  // On Windows the option would open a window.
  if (process.platform === "win32") return "";
  try {
    return execFileSync(path, ["--version"], { encoding: "utf8", stdio: "pipe" }).trim();
  } catch {
    return "";
  }
}

/** Returns the state of the installed browsers that suites need. */
export function browserStates(needs: readonly string[]): string[] {
  const finders = [
    ...(needs.includes("chromium") ? [findHeadlessChromium, findChromium] : []),
    ...(needs.includes("firefox") ? [findFirefox] : []),
  ];
  return finders.map((find) => {
    try {
      return browserState(find());
    } catch {
      return ABSENT;
    }
  });
}
