import { readFileSync } from "node:fs";
import { join } from "node:path";
import { inRoot } from "../../../scripts/paths.mjs";
import type { Stack } from "../../e2e/stack.ts";
import { ProjectCopy } from "../../examples/project-copy.ts";
import type { Browsers } from "./browsers.ts";
import { install } from "./install.ts";
import { findReport, type Report } from "./report.ts";
import { StaticServer } from "./static-server.ts";

/** A copy of a folder of the matrix and the shared files, with the means to build it and to run its program. */
export class CellProject {
  readonly stack: Stack;
  readonly browsers: Browsers;
  readonly #copy: ProjectCopy;
  /** Folder with the node_modules of its tools. */
  readonly #tools: string;
  readonly #sites: StaticServer[] = [];
  readonly #builds = new Map<string, Promise<string>>();

  private constructor(copy: ProjectCopy, tools: string, stack: Stack, browsers: Browsers) {
    this.#copy = copy;
    this.#tools = tools;
    this.stack = stack;
    this.browsers = browsers;
  }

  /**
   * @param name of the folder in tests/matrix
   * @param isQuick whether to unpack the package alone, and to run the tools of the checkout
   */
  static async create(name: string, stack: Stack, browsers: Browsers, isQuick: boolean) {
    const copy = await ProjectCopy.create(`tests/matrix/${name}`, stack, "tests/matrix/shared");
    try {
      await (isQuick ? copy.unpackPackage() : install(name, copy));
    } catch (error) {
      await copy.remove();
      throw error;
    }
    return new CellProject(copy, isQuick ? inRoot() : copy.folder, stack, browsers);
  }

  get folder(): string {
    return this.#copy.folder;
  }

  /** Returns the version of an installed package. */
  version(name: string): string {
    const file = join(this.#tools, "node_modules", name, "package.json");
    return JSON.parse(readFileSync(file, "utf8")).version;
  }

  /** Runs a tool of the project to its end. */
  run(program: string, ...args: string[]): Promise<string> {
    return this.#copy.run(program, ...args);
  }

  /** Runs a build once, for all cells that use it. */
  build(program: string, ...args: string[]): Promise<string> {
    const command = [program, ...args].join(" ");
    const build = this.#builds.get(command) ?? this.run(program, ...args);
    this.#builds.set(command, build);
    return build;
  }

  /** Starts a server of the project, and returns its address. It runs until the project is removed. */
  start(program: string, ...args: string[]): Promise<string> {
    return this.#copy.serve(program, ...args);
  }

  /** Starts a server of the project, and opens its page in Chromium. */
  async serveWith(program: string, ...args: string[]): Promise<Report> {
    return this.browsers.inChromium(await this.start(program, ...args));
  }

  /** Returns the report in the response of a server. */
  async fetchReport(engine: string, address: string): Promise<Report> {
    const text = await (await fetch(address)).text();
    const json = findReport(text);
    if (!json) throw new Error(`The server sent no report.\n${text}`);
    return { engine, json };
  }

  /** Serves a folder of the project, and returns its address. */
  async serve(folder = ".", headers: Record<string, string> = {}): Promise<string> {
    const site = await StaticServer.start(join(this.folder, folder), headers);
    this.#sites.push(site);
    return site.address;
  }

  /** Serves a folder of the project, and opens its page in Chromium. */
  async open(folder = ".", page = "/", headers: Record<string, string> = {}): Promise<Report> {
    return this.browsers.inChromium(`${await this.serve(folder, headers)}${page}`);
  }

  /** Runs a program that prints the report. */
  async print(engine: string, program: string, ...args: string[]): Promise<Report> {
    const output = await this.run(program, ...args);
    const json = findReport(output);
    if (!json) throw new Error(`The program printed no report.\n${output}`);
    return { engine, json };
  }

  /** Stops its servers and deletes the copy. */
  async remove(): Promise<void> {
    for (const site of this.#sites) site.stop();
    await this.#copy.remove();
  }
}
