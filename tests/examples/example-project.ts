import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { tarball } from "../../scripts/examples.ts";
import { inRoot } from "../../scripts/paths.mjs";
import { run } from "../../scripts/shell.ts";
import type { Stack } from "../e2e/stack.ts";

/** Files and folders that a user does not have before the first command. */
const GENERATED = /[\\/](?:node_modules|dist)$/;
/** Files that contain the addresses of the local stack. */
const SOURCE = /\.(?:html|js|jsx|ts|tsx|vue|svelte|env)$|^\.env$/;

/** A copy of an example outside the checkout, with its packages installed and its servers. */
export class ExampleProject {
  readonly folder: string;
  readonly #name: string;
  readonly #servers: Server[] = [];

  private constructor(name: string, folder: string) {
    this.#name = name;
    this.folder = folder;
  }

  /** Copies the example, sets the addresses of the stack in its sources, and runs `npm ci`. */
  static async create(name: string, { ready }: Stack): Promise<ExampleProject> {
    const parent = await mkdtemp(join(tmpdir(), "s3-signpost-example-"));
    const project = new ExampleProject(name, join(parent, name));
    await mkdir(project.folder);
    await cp(inRoot("examples", name), project.folder, {
      recursive: true,
      filter: (source) => !GENERATED.test(source),
    });
    // package.json names the tarball beside the folder.
    await cp(tarball, join(parent, "s3-signpost.tgz"));
    await project.#replace({
      "http://127.0.0.1:8081": ready.s3,
      "http://127.0.0.1:8082": ready.identity,
    });
    await project.npm("ci", "--prefer-offline", "--no-audit", "--no-fund");
    return project;
  }

  /** Runs a command of npm to its end: `npm("run", "build")`. */
  async npm(...args: string[]): Promise<void> {
    console.log(`${this.#name}: npm ${args.join(" ")}`);
    await run("npm", args, { cwd: this.folder });
  }

  /** Runs a script that serves the example, and returns the first address that it prints. */
  async serve(script: string): Promise<string> {
    console.log(`${this.#name}: npm run ${script}`);
    const server = new Server(this.folder, script);
    this.#servers.push(server);
    return server.address();
  }

  /** Stops the servers and deletes the copy. */
  async remove(): Promise<void> {
    await Promise.all(this.#servers.map((server) => server.stop()));
    await rm(join(this.folder, ".."), { recursive: true, force: true });
  }

  async #replace(values: Record<string, string>): Promise<void> {
    const names = await readdir(this.folder, { recursive: true });
    for (const file of names.filter((name) => SOURCE.test(name))) {
      const path = join(this.folder, file);
      const before = await readFile(path, "utf8");
      let text = before;
      for (const [from, to] of Object.entries(values)) text = text.replaceAll(from, to);
      if (text !== before) await writeFile(path, text);
    }
  }
}

const isWindows = process.platform === "win32";

/** A server that a script of an example starts. */
class Server {
  readonly #process: ChildProcess;
  #output = "";
  readonly #onExit = () => this.#kill();

  constructor(folder: string, script: string) {
    this.#process = spawn("npm", ["run", script], {
      cwd: folder,
      // PORT: any free port, for servers that do not look for one themselves.
      env: { ...process.env, NO_COLOR: "1", PORT: "0" },
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
    if (this.#process.exitCode !== null) return;
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
