import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { Problem } from "../errors.ts";
import { step, upToDate } from "../step.ts";
import { installDebianPackages, isDebianRoot } from "./debian.ts";

const { env } = process;

interface Program {
  /** Environment variable with the path of the program. */
  variable: string;
  /** Names to look for on the PATH. */
  commands: string[];
  /** Paths of the usual installers. */
  paths: (string | undefined)[];
  debianPackage: string;
  install: Partial<Record<NodeJS.Platform, string>>;
}

const chromiumInstall: Program["install"] = {
  linux:
    "Debian: apt install chromium chromium-driver. Ubuntu: snap install chromium. Fedora: dnf install chromium chromedriver",
  darwin: "macOS: brew install --cask google-chrome chromedriver",
  win32: "Windows: winget install Google.Chrome Chromium.ChromeDriver",
};

const chromium: Program = {
  variable: "CHROMIUM_PATH",
  commands: ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"],
  paths: [
    "/snap/bin/chromium",
    "/opt/google/chrome/chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    inFolder(env["HOME"], "Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
    inFolder(env["PROGRAMFILES"], "Google/Chrome/Application/chrome.exe"),
    inFolder(env["PROGRAMFILES(X86)"], "Google/Chrome/Application/chrome.exe"),
    inFolder(env["LOCALAPPDATA"], "Google/Chrome/Application/chrome.exe"),
  ],
  debianPackage: "chromium",
  install: chromiumInstall,
};

const headlessShell: Program = {
  variable: "CHROMIUM_PATH",
  commands: ["chromium-headless-shell"],
  paths: [],
  debianPackage: "chromium-headless-shell",
  install: chromiumInstall,
};

const chromedriver: Program = {
  variable: "CHROMEDRIVER",
  commands: ["chromedriver"],
  paths: [
    "/usr/lib/chromium/chromedriver",
    "/usr/lib/chromium-browser/chromedriver",
    "/snap/bin/chromium.chromedriver",
    "/opt/homebrew/bin/chromedriver",
    "/usr/local/bin/chromedriver",
    inFolder(env["CHROMEWEBDRIVER"], "chromedriver"),
    inFolder(env["CHROMEWEBDRIVER"], "chromedriver.exe"),
  ],
  debianPackage: "chromium-driver",
  install: chromiumInstall,
};

const firefox: Program = {
  variable: "FIREFOX_PATH",
  commands: ["firefox-esr", "firefox"],
  paths: [
    "/snap/bin/firefox",
    "/Applications/Firefox.app/Contents/MacOS/firefox",
    inFolder(env["PROGRAMFILES"], "Mozilla Firefox/firefox.exe"),
  ],
  debianPackage: "firefox-esr",
  install: {
    linux:
      "Debian: apt install firefox-esr. Ubuntu: snap install firefox. Fedora: dnf install firefox",
    darwin: "macOS: brew install --cask firefox",
    win32: "Windows: winget install Mozilla.Firefox",
  },
};

const webkitDriver: Program = {
  variable: "WEBKIT_DRIVER",
  commands: ["WebKitWebDriver"],
  paths: [],
  debianPackage: "webkit2gtk-driver",
  install: { linux: "Debian and Ubuntu: apt install webkit2gtk-driver" },
};

/** Test browser of WebKitGTK. Each architecture of Debian has its own folder for it. */
const webkitBrowser: Program = {
  variable: "WEBKIT_PATH",
  commands: ["MiniBrowser"],
  paths: ["x86_64-linux-gnu", "aarch64-linux-gnu"].map(
    (folder) => `/usr/lib/${folder}/webkit2gtk-4.1/MiniBrowser`,
  ),
  debianPackage: "libwebkit2gtk-4.1-0",
  install: { linux: "Debian and Ubuntu: apt install libwebkit2gtk-4.1-0" },
};

const virtualDisplay: Program = {
  variable: "XVFB_RUN",
  commands: ["xvfb-run"],
  paths: [],
  debianPackage: "xvfb",
  install: { linux: "Debian and Ubuntu: apt install xvfb xauth" },
};

/**
 * Each returns the path of a program on this machine: the value of its environment variable, or the first on the
 * PATH, or the one of its usual installer. They throw a Problem with the fix if there is none.
 */
export const findChromium = () => find(chromium);
/** The WebDriver server of Chromium: its major version must be the browser's. */
export const findChromedriver = () => find(chromedriver);
export const findFirefox = () => find(firefox);
export const findWebKit = () => ({ driver: find(webkitDriver), browser: find(webkitBrowser) });

/**
 * Returns Chromium's headless shell if it is installed, and the whole browser otherwise. The shell has the same engine
 * without windows, address bar and PDF viewer, and opens a page in less than half the time.
 */
export function findHeadlessChromium(): string {
  return (!env["CHROMIUM_PATH"] && onPath("chromium-headless-shell")) || findChromium();
}

/**
 * Make sure that a browser is installed. On Debian as root they install it; elsewhere the Problem says how, and the
 * headless shell is optional.
 */
export const requireChromium = () => {
  const programs = [chromium, chromedriver];
  if (isDebianRoot()) programs.push(headlessShell);
  return requirePrograms("Chromium", programs);
};
export const requireFirefox = () => requirePrograms("Firefox", [firefox]);
export const requireWebKit = () =>
  requirePrograms("WebKitGTK", [webkitDriver, webkitBrowser, virtualDisplay]);

/**
 * Features of Chromium that tests turn off. Each new window would load the pages of its address bar, which takes longer
 * than most tests. The others are from Playwright's own list, which this one replaces.
 */
const DISABLED_FEATURES = [
  "WebUIOmniboxPopup",
  "WebUIOmniboxFullPopup",
  "WebUIOmniboxAimPopup",
  "PreloadTopChromeWebUI",
  "AimEnabled",
  "AvoidUnnecessaryBeforeUnloadCheckSync",
  "BlockOriginHeaderModificationOnRedirect",
  "DestroyProfileOnBrowserClose",
  "HttpsUpgrades",
  "LensOverlay",
  "MediaRouter",
  "NetworkTimeServiceQuerying",
  "OptimizationHints",
  "PaintHolding",
  "ThirdPartyStoragePartitioning",
  "Translate",
];

/** Command line arguments of a Chromium in tests: no window, and no traffic of its own. */
export function chromiumArguments(): string[] {
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
    `--disable-features=${DISABLED_FEATURES.join()}`,
  ];
  // As root, which is usual in a container, Chromium does not start inside its sandbox.
  if (process.getuid?.() === 0) args.push("--no-sandbox");
  return args;
}

async function requirePrograms(title: string, programs: Program[]): Promise<void> {
  await step(title, async (say) => {
    try {
      programs.forEach(find);
      return upToDate;
    } catch (error) {
      if (programs.some(({ variable }) => env[variable]) || !isDebianRoot()) throw error;
    }
    const packages = programs.map(({ debianPackage }) => debianPackage);
    await installDebianPackages(packages, say);
    programs.forEach(find);
    return "installed";
  });
}

function find({ variable, commands, paths, install }: Program): string {
  const configured = env[variable];
  if (configured) {
    if (existsSync(configured)) return configured;
    throw new Problem(
      `${variable} is ${configured}, but there is no such file. Correct it or unset it.`,
    );
  }
  const found = [...commands.map(onPath), ...paths].find((path) => path && existsSync(path));
  if (found) return found;
  const how = install[process.platform] ?? "Install it with your system's package manager";
  throw new Problem(
    `${commands[0]} was not found. ${how}. Or set ${variable} to the path of the program.`,
  );
}

function onPath(command: string): string | undefined {
  const file = process.platform === "win32" ? `${command}.exe` : command;
  const folders = (env["PATH"] ?? "").split(delimiter).filter(Boolean);
  return folders.map((folder) => join(folder, file)).find((path) => existsSync(path));
}

function inFolder(folder: string | undefined, path: string): string | undefined {
  return folder ? join(folder, path) : undefined;
}
