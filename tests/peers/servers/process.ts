import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pythonOf } from "../../../scripts/machine/python.ts";

/** The Python that has the peers. */
export const python = pythonOf("peers");

/** So many ports of loopback that nothing listens on at this moment. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, "127.0.0.1"));
  await Promise.all(servers.map((server) => once(server, "listening")));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => once(server.close(), "close")));
  return ports;
}

/** A server that writes into a folder of its own, and leaves nothing behind. */
export class ServerProcess {
  readonly folder = mkdtempSync(join(tmpdir(), "s3-signpost-peer-"));
  #process: ChildProcess | undefined;

  /** Starts it, and waits until it answers. */
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
      child.on("exit", (code) => reject(new Error(`It ended with ${code}.\n${this.#log()}`)));
      this.#untilItAnswers(endpoint).then(resolve, reject);
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
    // One that could not be started has no id, and never exits.
    const runs = child?.pid !== undefined && child.exitCode === null && child.signalCode === null;
    if (child !== undefined && runs) {
      const ended = once(child, "exit");
      child.kill();
      await ended;
    }
    rmSync(this.folder, { recursive: true, force: true });
  }

  async #untilItAnswers(endpoint: string): Promise<void> {
    const end = Date.now() + 60_000;
    for (;;) {
      const answered = await fetch(endpoint).then(
        (response) => response.status < 500,
        () => false,
      );
      if (answered) return;
      if (Date.now() > end) throw new Error(`It did not answer within a minute.\n${this.#log()}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  #log(): string {
    return readFileSync(join(this.folder, "log"), "utf8").split("\n").slice(-20).join("\n");
  }
}
