import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

const isWindows = process.platform === "win32";

/** A program that serves a folder and prints its address. */
export class ServerProcess {
  readonly #process: ChildProcess;
  #output = "";
  readonly #onExit = () => this.#kill();

  constructor(
    folder: string,
    environment: Record<string, string>,
    program: string,
    args: readonly string[],
  ) {
    this.#process = spawn(program, args, {
      cwd: folder,
      // PORT: any free port, for servers that do not look for one themselves.
      env: { ...process.env, ...environment, NO_COLOR: "1", PORT: "0" },
      // A pipe: esbuild stops serving when its standard input ends.
      stdio: ["pipe", "pipe", "pipe"],
      // npm starts further processes: as a group they can be stopped together.
      detached: !isWindows,
      // npm is a batch file on Windows, which only a shell can start.
      shell: isWindows,
    });
    process.once("exit", this.#onExit);
  }

  /** Waits for the first address in the output. */
  async address(): Promise<string> {
    const { stdout, stderr } = this.#process;
    return new Promise((resolve, reject) => {
      const read = (chunk: Buffer) => {
        this.#output += chunk;
        const [address] = /http:\/\/(?:localhost|127\.0\.0\.1):\d+/.exec(this.#output) ?? [];
        if (address) resolve(address);
      };
      stdout?.on("data", read);
      stderr?.on("data", read);
      this.#process.once("close", (code) => {
        const message = `The server ended with ${code} before it printed an address.`;
        reject(new Error(`${message}\n${this.#output}`));
      });
      this.#process.once("error", reject);
    });
  }

  async stop(): Promise<void> {
    process.off("exit", this.#onExit);
    const { exitCode, signalCode } = this.#process;
    if (exitCode !== null || signalCode !== null) return;
    const ended = once(this.#process, "close");
    this.#kill();
    await ended;
  }

  #kill(): void {
    const { pid } = this.#process;
    if (isWindows || pid === undefined) this.#process.kill();
    else process.kill(-pid);
  }
}
