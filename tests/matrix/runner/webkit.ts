import { spawn } from "node:child_process";
import { once } from "node:events";
import { findWebKit } from "../../../scripts/machine/browsers.ts";
import { freePort } from "./free-port.ts";
import type { Report } from "./report.ts";
import { WebDriver } from "./webdriver.ts";

/** Calls back with the report of the page as soon as there is one. */
const AWAIT_REPORT = `
  const done = arguments[0];
  const look = () => globalThis.report ? done(globalThis.report) : setTimeout(look, 50);
  look();`;

/** Opens a page in the test browser of WebKitGTK, in a virtual display, and returns its report. */
export async function inWebKit(address: string): Promise<Report> {
  const { driver, browser } = findWebKit();
  const port = await freePort();
  const server = spawn("xvfb-run", ["--auto-servernum", driver, `--port=${port}`], {
    stdio: "ignore",
    // The driver, its display and the browser are stopped together, as a group.
    detached: true,
  });
  const ended = once(server, "close");
  try {
    const client = new WebDriver(`http://127.0.0.1:${port}`);
    await client.ready();
    const { version, send } = await client.open({
      "webkitgtk:browserOptions": { binary: browser, args: ["--automation"] },
    });
    try {
      await send("POST", "/url", { url: address });
      const json = await send("POST", "/execute/async", { script: AWAIT_REPORT, args: [] });
      return { engine: `WebKitGTK ${version}`, json: String(json) };
    } finally {
      await send("DELETE", "");
    }
  } finally {
    if (server.pid) process.kill(-server.pid);
    await ended;
  }
}
