import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { tarball } from "../../scripts/examples.ts";
import { inRoot, root } from "../../scripts/paths.mjs";
import { run } from "../../scripts/shell.ts";
import type { Stack } from "../e2e/stack.ts";
import { ServerProcess } from "./server-process.ts";

/** Files and folders that a user does not have before the first command. */
const GENERATED = /[\\/](?:node_modules|dist)$/;
/** Files that contain the addresses of the local stack. */
const SOURCE = /\.(?:html|js|mjs|cjs|jsx|ts|tsx|vue|svelte|astro|env)$|^\.env$/;

/** A copy of a project outside the checkout, with its packages and its servers. */
export class ProjectCopy {
  readonly folder: string;
  /** Temporary folder with the copy at its path in the checkout, and the packed package. */
  readonly #parent: string;
  readonly #servers: ServerProcess[] = [];

  private constructor(parent: string, path: string) {
    this.#parent = parent;
    this.folder = join(parent, path);
  }

  /**
   * Copies a project of the checkout and the packed package, and sets the addresses of the stack in its sources.
   *
   * @param path relative to the checkout
   * @param shared folders of the checkout, whose files are copied into the project too
   */
  static async create(path: string, { ready }: Stack, ...shared: string[]): Promise<ProjectCopy> {
    const project = new ProjectCopy(await mkdtemp(join(tmpdir(), "s3-signpost-project-")), path);
    await mkdir(project.folder, { recursive: true });
    await project.#copy(path);
    for (const folder of shared) await project.#copy(folder);
    // package.json has the relative path of the tarball.
    const copy = join(project.#parent, tarball.slice(root.length));
    await mkdir(dirname(copy), { recursive: true });
    await cp(tarball, copy);
    await project.#replace({
      "http://127.0.0.1:8081": ready.s3,
      "http://127.0.0.1:8082": ready.identity,
    });
    return project;
  }

  /** Installs the packages of package-lock.json. */
  async install(): Promise<void> {
    await this.run("npm", "ci", "--prefer-offline", "--no-audit", "--no-fund");
  }

  /** Unpacks the package into node_modules, without npm and network access. */
  async unpackPackage(): Promise<void> {
    const folder = join(this.folder, "node_modules", "s3-signpost");
    await mkdir(folder, { recursive: true });
    await this.run("tar", "-xzf", tarball, "-C", folder, "--strip-components=1");
  }

  /** Runs a program of the project, or one on the PATH, to its end. Returns its standard output. */
  async run(program: string, ...args: string[]): Promise<string> {
    const { stdout } = await run(program, args, { cwd: this.folder, env: this.#environment });
    return stdout;
  }

  /** Starts a program that serves the project, and returns the first address that it prints. */
  async serve(program: string, ...args: string[]): Promise<string> {
    const server = new ServerProcess(this.folder, this.#environment, program, args);
    this.#servers.push(server);
    return server.address();
  }

  /** Stops the servers and deletes the copy. */
  async remove(): Promise<void> {
    await Promise.all(this.#servers.map((server) => server.stop()));
    await rm(this.#parent, { recursive: true, force: true });
  }

  get #environment(): Record<string, string> {
    const packages = join(this.folder, "node_modules");
    // Tools that need a newer Node than this one have it in the package `node`.
    const programs = [join(packages, "node", "bin"), join(packages, ".bin"), process.env["PATH"]];
    return { PATH: programs.join(delimiter) };
  }

  #copy(path: string): Promise<void> {
    const filter = (source: string) => !GENERATED.test(source);
    return cp(inRoot(path), this.folder, { recursive: true, filter });
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
