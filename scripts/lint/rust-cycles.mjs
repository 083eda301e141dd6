import { existsSync, readdirSync, readFileSync } from "node:fs";
import { inRoot } from "../paths.mjs";

/**
 * Fails if modules of a Rust crate import each other in a circle. `node scripts/lint/rust-cycles.mjs --arrows` prints
 * the imports of each module.
 *
 * A module is a file. It imports the file that each of its `crate::…` and `super::…` paths leads to. Test modules may
 * import anything: each is at the end of its file, after `#[cfg(test)]`.
 */
const CRATES = ["src", "sha256/src", "xtask/src", "stack/src"];

const COMMENTS_AND_STRINGS =
  /\/\/.*|\/\*[\s\S]*?\*\/|r(#*)"[\s\S]*?"\1|"(?:\\[\s\S]|[^"\\])*"|'(?:\\[^']+|[^'\\\n])'/g;
/** A path, or the start of a braced `use`: `crate::text::{concat, split}`. */
const PATHS =
  /\b(?:crate|super)(?:::\w+)+(?:::\{(?:[^{}]|\{[^{}]*\})*\})?|\b(?:crate|super)::\{(?:[^{}]|\{[^{}]*\})*\}/g;

/**
 * Returns the imports of each module of a crate.
 *
 * @param {string} root folder of the crate's sources
 * @returns {Map<string, Set<string>>} by module, such as "v4::canonical"; the crate's root is ""
 */
function importsOf(root) {
  const files = readdirSync(inRoot(root), { recursive: true, encoding: "utf8" })
    .map((name) => name.replaceAll("\\", "/"))
    .filter((name) => name.endsWith(".rs"));
  const modules = new Map(files.map((file) => [moduleOf(file), file]));
  return new Map(
    [...modules].map(([module, file]) => {
      const [source = ""] = readFileSync(inRoot(`${root}/${file}`), "utf8").split(
        /^\s*#\[cfg\((?:all\()?test\b.*\]\s*\n\s*mod /m,
      );
      const code = source.replace(COMMENTS_AND_STRINGS, '""');
      const imports = new Set(
        pathsIn(code)
          .map((path) => resolve(path, module.split("::").filter(Boolean), modules))
          .filter((other) => other !== module),
      );
      // A parent that re-exports or calls its children depends on them.
      for (const [, child] of code.matchAll(/(?:\buse (?:self::)?|[^:\w])(\w+)::[\w{]/g)) {
        const path = [module, child].filter(Boolean).join("::");
        if (modules.has(path)) imports.add(path);
      }
      return [module, imports];
    }),
  );
}

/** @param {string} file */
function moduleOf(file) {
  return file
    .replace(/\.rs$/, "")
    .replace(/(^|\/)(mod|lib|main)$/, "")
    .replaceAll("/", "::");
}

/**
 * Lists the paths in `code`, one for each name of a braced `use`.
 *
 * @param {string} code
 * @returns {string[]}
 */
function pathsIn(code) {
  return [...code.matchAll(PATHS)].flatMap(([path]) => {
    const [prefix = "", names] = path.split(/::\{(.*)\}$/s);
    if (names === undefined) return [prefix];
    return names
      .replace(/\{[^}]*\}/g, "")
      .split(",")
      .map((name) => `${prefix}::${name.trim().replace(/ as .*/, "")}`);
  });
}

/**
 * Returns the module that defines or re-exports the end of a path.
 *
 * @param {string} path
 * @param {string[]} module the module that contains the path
 * @param {Map<string, string>} modules
 */
function resolve(path, module, modules) {
  const [first, ...rest] = path.split("::");
  let names = first === "crate" ? rest : [...module.slice(0, -1), ...rest];
  while (names.includes("super")) {
    const at = names.indexOf("super");
    names = [...names.slice(0, at - 1), ...names.slice(at + 1)];
  }
  while (names.length > 0 && !modules.has(names.join("::"))) names.pop();
  return names.join("::");
}

/**
 * Returns the groups of modules that import each other in a circle (strongly connected components, by Tarjan).
 *
 * @param {Map<string, Set<string>>} imports
 */
function circlesIn(imports) {
  /** @type {Map<string, { index: number, low: number, onStack: boolean }>} */
  const seen = new Map();
  /** @type {string[]} */
  const stack = [];
  /** @type {string[][]} */
  const circles = [];
  /** @param {string} module */
  const visit = (module) => {
    const node = { index: seen.size, low: seen.size, onStack: true };
    seen.set(module, node);
    stack.push(module);
    for (const other of imports.get(module) ?? []) {
      const visited = seen.get(other);
      if (!visited) node.low = Math.min(node.low, visit(other).low);
      else if (visited.onStack) node.low = Math.min(node.low, visited.index);
    }
    if (node.low === node.index) {
      const circle = stack.splice(stack.indexOf(module));
      for (const member of circle) /** @type {any} */ (seen.get(member)).onStack = false;
      if (circle.length > 1) circles.push(circle);
    }
    return node;
  };
  for (const module of imports.keys()) if (!seen.has(module)) visit(module);
  return circles;
}

/** @param {string} module */
const nameOf = (module) => module || "(crate root)";

let failed = false;
for (const root of CRATES.filter((crate) => existsSync(inRoot(crate)))) {
  const imports = importsOf(root);
  if (process.argv.includes("--arrows")) {
    for (const [module, others] of [...imports].sort()) {
      console.log(`${root}  ${nameOf(module)} -> ${[...others].sort().map(nameOf).join(" ")}`);
    }
  }
  for (const circle of circlesIn(imports)) {
    failed = true;
    console.log(`${root}: these modules import each other in a circle:`);
    for (const module of circle.sort()) {
      const others = [...(imports.get(module) ?? [])].filter((other) => circle.includes(other));
      console.log(`  ${nameOf(module)} imports ${others.map(nameOf).join(", ")}`);
    }
  }
}
if (failed) {
  console.log(
    "Import an item from the module that defines it, and move what two modules share below both.",
  );
  process.exitCode = 1;
}
