import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

const environment = process.env;

/** The one place that knows where a browser is: the tests take the one that the machine has. */
const programs = {
  chromium: {
    variable: "CHROMIUM_PATH",
    commands: ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"],
    paths: [
      "/snap/bin/chromium",
      "/opt/google/chrome/chrome",
      "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
      "/Applications/Chromium.app/Contents/MacOS/Chromium",
      inFolder(environment["HOME"], "Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
      inFolder(environment["PROGRAMFILES"], "Google/Chrome/Application/chrome.exe"),
      inFolder(environment["PROGRAMFILES(X86)"], "Google/Chrome/Application/chrome.exe"),
      inFolder(environment["LOCALAPPDATA"], "Google/Chrome/Application/chrome.exe"),
    ],
  },
  chromedriver: {
    variable: "CHROMEDRIVER",
    commands: ["chromedriver"],
    paths: [
      "/usr/lib/chromium/chromedriver",
      "/usr/lib/chromium-browser/chromedriver",
      "/snap/bin/chromium.chromedriver",
      "/opt/homebrew/bin/chromedriver",
      "/usr/local/bin/chromedriver",
      inFolder(environment["CHROMEWEBDRIVER"], "chromedriver"),
      inFolder(environment["CHROMEWEBDRIVER"], "chromedriver.exe"),
    ],
  },
  firefox: {
    variable: "FIREFOX_PATH",
    commands: ["firefox-esr", "firefox"],
    paths: [
      "/snap/bin/firefox",
      "/Applications/Firefox.app/Contents/MacOS/firefox",
      inFolder(environment["PROGRAMFILES"], "Mozilla Firefox/firefox.exe"),
    ],
  },
};

/** @typedef {keyof typeof programs} Program */

const chromiumInstalls = {
  linux:
    "Debian: apt install chromium chromium-driver. Ubuntu: snap install chromium. Fedora: dnf install chromium chromedriver",
  darwin: "macOS: brew install --cask google-chrome chromedriver",
  win32: "Windows: winget install Google.Chrome Chromium.ChromeDriver",
};

const firefoxInstalls = {
  linux:
    "Debian: apt install firefox-esr. Ubuntu: snap install firefox. Fedora: dnf install firefox",
  darwin: "macOS: brew install --cask firefox",
  win32: "Windows: winget install Mozilla.Firefox",
};

/**
 * The path of a Chromium or Chrome: `CHROMIUM_PATH`, else the first on the `PATH`, else where its
 * installer puts it.
 *
 * @throws {Error} when there is none, saying how to get one
 * @returns {string}
 */
export function findChromium() {
  return find("chromium");
}

/**
 * The path of the WebDriver server for Chromium: `CHROMEDRIVER`, else the first on the `PATH`, else
 * where its installer puts it. Its major version must be the browser's.
 *
 * @throws {Error} when there is none, saying how to get one
 * @returns {string}
 */
export function findChromedriver() {
  return find("chromedriver");
}

/**
 * The path of a Firefox: `FIREFOX_PATH`, else the first on the `PATH`, else where its installer puts it.
 *
 * @throws {Error} when there is none, saying how to get one
 * @returns {string}
 */
export function findFirefox() {
  return find("firefox");
}

/**
 * Command line arguments for a Chromium that tests drive: no window, and no traffic of its own.
 *
 * @returns {string[]}
 */
export function chromiumArguments() {
  const args = [
    "--headless=new",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
    "--no-first-run",
    "--no-default-browser-check",
  ];
  // Chromium refuses to start as root inside its sandbox, and root is what a container usually is.
  if (process.getuid?.() === 0) args.push("--no-sandbox");
  return args;
}

/** @param {Program} name */
function find(name) {
  const { variable, commands, paths } = programs[name];
  const named = environment[variable];
  if (named) {
    if (existsSync(named)) return named;
    throw new Error(
      `${variable} is set to ${named}, and there is no such file. Correct or unset it.`,
    );
  }
  const found = [...commands.map(onPath), ...paths].find((path) => path && existsSync(path));
  if (found) return found;
  throw new Error(`${name} was not found. ${howToGet(name)}`);
}

/** @param {Program} name */
function howToGet(name) {
  const { variable } = programs[name];
  const installs = name === "firefox" ? firefoxInstalls : chromiumInstalls;
  const install =
    /** @type {Record<string, string>} */ (installs)[process.platform] ??
    "Install it with your system's package manager";
  return `${install}. Or set ${variable} to the path of one.`;
}

/** @param {string} command */
function onPath(command) {
  const file = process.platform === "win32" ? `${command}.exe` : command;
  const folders = (environment["PATH"] ?? "").split(delimiter).filter(Boolean);
  return folders.map((folder) => join(folder, file)).find((path) => existsSync(path));
}

/**
 * @param {string | undefined} folder
 * @param {string} path
 */
function inFolder(folder, path) {
  return folder ? join(folder, path) : undefined;
}
