import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pythonOf } from "../../../scripts/machine/python.ts";

/** Path of the Python whose virtual environment contains the servers from PyPI. */
export const python = pythonOf("peers");

const START_TIMEOUT_MS = 60_000;
const POLL_INTERVAL_MS = 100;
const PRINTED_LOG_LINES = 20;

/** Returns ports of the loopback interface that are free now. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, "127.0.0.1"));
  await Promise.all(servers.map((server) => once(server, "listening")));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => once(server.close(), "close")));
  return ports;
}

/** A server that runs in a temporary folder, which `stop()` deletes. */
export class ServerProcess {
  readonly folder = mkdtempSync(join(tmpdir(), "s3-signpost-peer-"));
  #process: ChildProcess | undefined;

  /** Starts the server and resolves when it responds at the endpoint. Rejects after a minute without a response. */
  async start(
    program: string,
    args: readonly string[],
    { endpoint, env = {} }: { endpoint: string; env?: Record<string, string> },
  ): Promise<void> {
    const log = openSync(join(this.folder, "log"), "w");
    const options: SpawnOptions = {
      cwd: this.folder,
      env: { PATH: process.env["PATH"], HOME: this.folder, TMPDIR: this.folder, ...env },
      stdio: ["ignore", log, log],
    };
    const child = spawn(program, args, options);
    closeSync(log);
    this.#process = child;
    process.once("exit", () => child.kill());
    const ready = new Promise<void>((resolve, reject) => {
      child.on("error", reject);
      child.on("exit", (code) =>
        reject(new Error(`${program} exited with code ${code}.\n${this.#endOfLog()}`)),
      );
      this.#waitUntilReady(program, endpoint).then(resolve, reject);
    });
    try {
      await ready;
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  async stop(): Promise<void> {
    const child = this.#process;
    // A process that could not be started has no id and emits no "exit".
    const isRunning =
      child?.pid !== undefined && child.exitCode === null && child.signalCode === null;
    if (child !== undefined && isRunning) {
      const exited = once(child, "exit");
      child.kill();
      await exited;
    }
    rmSync(this.folder, { recursive: true, force: true });
  }

  async #waitUntilReady(program: string, endpoint: string): Promise<void> {
    const deadline = Date.now() + START_TIMEOUT_MS;
    for (;;) {
      const isReady = await fetch(endpoint).then(
        (response) => response.status < 500,
        () => false,
      );
      if (isReady) return;
      if (Date.now() > deadline) {
        const seconds = START_TIMEOUT_MS / 1_000;
        throw new Error(
          `${program} did not respond at ${endpoint} within ${seconds} seconds.\n${this.#endOfLog()}`,
        );
      }
      await new Promise((resolve) => setTimeout(resolve, POLL_INTERVAL_MS));
    }
  }

  #endOfLog(): string {
    const lines = readFileSync(join(this.folder, "log"), "utf8").split("\n");
    return lines.slice(-PRINTED_LOG_LINES).join("\n");
  }
}
