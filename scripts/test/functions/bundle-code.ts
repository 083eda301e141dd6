import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { hashOf, stateOf } from "../record/state.mjs";
import type { Snapshot } from "../snapshot.ts";
import { bodyAt, functionsOf, hashWithout, type ModuleFunctions } from "./module-functions.ts";
import { lastNotAbove, lineStarts, type SourceMap, segmentsOf } from "./source-map.ts";
import type { CodePosition } from "./unused-functions.ts";

/** A script that a browser loads, with the modules in it. */
export interface BundleCode {
  /** Length of the script in UTF-16 units. */
  length: number;
  positions: CodePosition[];
  /** Files of the checkout that are in the script. */
  modules: string[];
}

/** A position in a script with its place in a module. */
interface Place {
  offset: number;
  /** Path of the module in the checkout, or undefined for code without one. */
  path: string | undefined;
  line: number;
  column: number;
}

/** A module with its text. */
interface Module {
  starts: number[];
  functions: ModuleFunctions | undefined;
}

/** Reads the modules of the checkout and the scripts that were built from them. Each is read once. */
export class CodeReader {
  readonly #root: string;
  readonly #snapshot: Snapshot;
  readonly #modules = new Map<string, Module>();
  readonly #bundles = new Map<string, BundleCode | undefined>();

  constructor(root: string, snapshot: Snapshot) {
    this.#root = root;
    this.#snapshot = snapshot;
  }

  /** Returns the functions of a module, or undefined for a file that has none, such as JSON. */
  functionsOf(path: string): ModuleFunctions | undefined {
    return this.#module(path).functions;
  }

  /**
   * Returns the state of a module without some functions.
   *
   * @param numbers of the functions, separated by commas
   */
  stateWithout(path: string, numbers: string): string {
    const functions = this.functionsOf(path);
    if (!functions) return stateOf("contents", join(this.#root, path));
    return hashWithout(functions, new Set(numbers.split(",").map(Number)));
  }

  /** Whether a file has changed since the tests began, so that the script in the browser had other code. */
  hasChanged(path: string): boolean {
    const state = this.#snapshot.get(path);
    return state !== undefined && state !== stateOf("contents", join(this.#root, path));
  }

  /**
   * Returns the code of a script of the package, or undefined if it was built without a source map.
   *
   * @param name as in `dist/index.js`
   */
  packageScript(name: string): BundleCode | undefined {
    return this.#once(name, () => {
      const list = join(this.#root, modulesFile(name));
      const script = this.#scriptWithMap(join(this.#root, name));
      if (!script || !existsSync(list)) return undefined;
      const modules = JSON.parse(readFileSync(list, "utf8")) as string[];
      const code = this.#code(script.text, packagePlaces(script), modules);
      return code.positions.length > 0 ? code : undefined;
    });
  }

  /**
   * Returns the code of a module, or of a script of the package, as it runs in Node: the loader of TypeScript changes
   * their code. Undefined if it has no source map.
   *
   * @param file with the code
   */
  module(path: string, file: string): BundleCode | undefined {
    return this.#once(`${path} ${file}`, () => {
      const text = readFileSync(file, "utf8");
      const [, base64] = /^\/\/# sourceMappingURL=data:.*?base64,(.*)$/m.exec(text) ?? [];
      if (!base64) {
        const script = path.startsWith("dist/") ? this.packageScript(path) : undefined;
        return script?.length === text.length ? script : undefined;
      }
      const map = JSON.parse(Buffer.from(base64, "base64").toString()) as SourceMap;
      const places = placesOf(text, map, () => path);
      return this.#codeThroughPackage(text, places, path.startsWith("dist/") ? [] : [path]);
    });
  }

  /** Returns the scripts of the page by their names in `build/www`. */
  pageScripts(): Map<string, BundleCode | undefined> {
    const folder = join(this.#root, "build", "www");
    const names = readdirSync(folder).filter((name) => name.endsWith(".js"));
    return new Map(names.map((name) => [name, this.#pageScript(join(folder, name))]));
  }

  /** Returns the modules of the page, and the other files that are bundled as text. */
  pageModules(): string[] {
    return [...this.#snapshot.keys()].filter((path) => /^www\/.*\.(?:ts|js|txt|json)$/.test(path));
  }

  /** Length of the page's service worker in UTF-16 units. */
  get serviceWorkerLength(): number {
    const file = join(this.#root, "build", "www", "service-worker.js");
    return existsSync(file) ? readFileSync(file, "utf8").length : 0;
  }

  /** Returns the code of a script that a test bundled with scripts of the package. */
  program(text: string, map: SourceMap): BundleCode {
    return this.#code(text, placesOf(text, map, packageSource), []);
  }

  #pageScript(file: string): BundleCode | undefined {
    return this.#once(file, () => {
      const script = this.#scriptWithMap(file);
      if (!script) return undefined;
      const places = placesOf(script.text, script.map, pageSource);
      return this.#codeThroughPackage(script.text, places, []);
    });
  }

  /** Returns the code of a script that contains modules and scripts of the package, whose modules count instead. */
  #codeThroughPackage(
    text: string,
    places: readonly Place[],
    modules: readonly string[],
  ): BundleCode | undefined {
    const all = [...modules];
    let chained = places;
    for (const name of new Set(places.map(({ path = "" }) => path))) {
      if (!name.startsWith("dist/")) continue;
      const inner = this.#scriptWithMap(join(this.#root, name));
      const bundled = this.packageScript(name);
      if (!inner || !bundled) return undefined;
      all.push(...bundled.modules);
      chained = chain(chained, name, inner.text, packagePlaces(inner));
    }
    return this.#code(text, chained, all);
  }

  #code(text: string, places: readonly Place[], modules: readonly string[]): BundleCode {
    const positions = places.flatMap(({ offset, path, line, column }) => {
      if (path === undefined) return [];
      const { functions, starts } = this.#module(path);
      const body = functions && bodyAt(functions.bodies, (starts[line] ?? 0) + column);
      return [{ offset, module: path, body }];
    });
    const found = positions.map(({ module }) => module);
    return { length: text.length, positions, modules: [...new Set([...modules, ...found])] };
  }

  #module(path: string): Module {
    let module = this.#modules.get(path);
    if (!module) {
      const file = join(this.#root, path);
      const source = existsSync(file) ? readFileSync(file, "utf8") : "";
      module = { starts: lineStarts(source), functions: functionsOf(path, source) };
      this.#modules.set(path, module);
    }
    return module;
  }

  #scriptWithMap(file: string): { text: string; map: SourceMap } | undefined {
    if (!existsSync(file) || !existsSync(`${file}.map`)) return undefined;
    const map = JSON.parse(readFileSync(`${file}.map`, "utf8")) as SourceMap;
    return { text: readFileSync(file, "utf8"), map };
  }

  #once(name: string, read: () => BundleCode | undefined): BundleCode | undefined {
    if (!this.#bundles.has(name)) this.#bundles.set(name, read());
    return this.#bundles.get(name);
  }
}

/** Returns the file with the names of the modules of a script of the package. */
export function modulesFile(name: string): string {
  return `build/modules/${basename(name, ".js")}.json`;
}

/** Returns a hash of the files of the page besides scripts, without the hashes in the names of scripts and styles. */
export function pageShell(root: string): string {
  const folder = join(root, "build", "www");
  if (!existsSync(folder)) return "absent";
  const withoutHashes = (text: string) => text.replace(/\.[0-9a-f]{8}(?=\.(?:js|css)\b)/g, "");
  // Source maps are not loaded, and the compressed files have the same contents.
  const names = readdirSync(folder).filter((name) => !/\.(?:map|br|gz)$/.test(name));
  const states = names.map((name) => {
    if (name.endsWith(".js")) return withoutHashes(name);
    const bytes = readFileSync(join(folder, name));
    const contents = name.endsWith(".png") ? bytes : withoutHashes(bytes.toString("utf8"));
    return `${withoutHashes(name)} ${hashOf(contents)}`;
  });
  return hashOf(states.sort().join("\n"));
}

/** Returns the path of a source of dist: its map names the copies in `dist/sources`. */
function packageSource(source: string): string | undefined {
  const [, path] = /(?:^|\/)sources\/((?:js|src|build)\/.*)/.exec(source) ?? [];
  return path?.replace(/\.wasm\.txt$/, ".wasm");
}

/** Returns the path of a source of the page. Those of webpack and of libraries have none. */
function pageSource(source: string): string | undefined {
  const [, up, path] = /^webpack:\/\/[^/]*\/\.(\.?)\/([^?]*)/.exec(source) ?? [];
  if (path === undefined || path.startsWith("node_modules/")) return undefined;
  return up ? path : `www/${path}`;
}

function packagePlaces({ text, map }: { text: string; map: SourceMap }): Place[] {
  return placesOf(text, map, packageSource);
}

function placesOf(
  text: string,
  map: SourceMap,
  pathOf: (source: string) => string | undefined,
): Place[] {
  const paths = map.sources.map(pathOf);
  return segmentsOf(text, map).map(({ source, ...place }) => ({ ...place, path: paths[source] }));
}

/** Replaces places in a script that was bundled itself by those in its modules. */
function chain(
  places: readonly Place[],
  bundle: string,
  text: string,
  inner: readonly Place[],
): Place[] {
  const starts = lineStarts(text);
  const offsets = inner.map(({ offset }) => offset);
  return places.map((place) => {
    if (place.path !== bundle) return place;
    const from = inner[lastNotAbove(offsets, (starts[place.line] ?? 0) + place.column)];
    const nowhere = { path: undefined, line: 0, column: 0 };
    return { ...(from ?? nowhere), offset: place.offset };
  });
}
