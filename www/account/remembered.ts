import { mayHoldSecret } from "../fragment.ts";
import { input } from "../parts/elements.ts";
import { account } from "./account.ts";

/** Name of the entry in `localStorage`. */
const NAME = "s3-signpost";

/** The settings that may be remembered. No secret is among them. */
const REMEMBERED = ["bucket", "region", "endpoint", "addressing"] as const;

const remember = input("remember");

/** Restores the remembered location, and remembers it while the checkbox is checked. */
export function startRememberedLocation(): void {
  const location = read();
  if (location) {
    remember.checked = true;
    account.update(location);
  }
  remember.addEventListener("change", write);
  account.addEventListener("change", write);
}

function read(): Record<string, string> | undefined {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(NAME) ?? "null");
    if (typeof stored !== "object" || stored === null) return undefined;
    const entries = REMEMBERED.map((name) => [name, Reflect.get(stored, name)] as const);
    return Object.fromEntries(entries.filter(([, value]) => typeof value === "string"));
  } catch {
    // Storage can be blocked, and its content can be damaged.
    return undefined;
  }
}

function write(): void {
  const entries = REMEMBERED.map((name) => [name, account.settings[name].trim()] as const);
  try {
    if (remember.checked) {
      const harmless = entries.filter(([, value]) => !mayHoldSecret(value));
      localStorage.setItem(NAME, JSON.stringify(Object.fromEntries(harmless)));
    } else {
      localStorage.removeItem(NAME);
    }
  } catch {
    remember.checked = false;
  }
}
