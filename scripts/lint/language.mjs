import { readdirSync, readFileSync } from "node:fs";
import { inRoot } from "../paths.mjs";

/**
 * Findings that the lint accepts. Lower it when findings are fixed; never raise it.
 */
const LIMIT = 0;

const FOLDERS = [
  "bench",
  "examples",
  "fuzz/fuzz_targets",
  "js",
  "scripts",
  "sha256",
  "src",
  "stack",
  "tests",
  "www",
  "xtask",
];
const CODE = /\.(rs|ts|mjs|js|py)$/;
const SKIPPED = /(^|\/)(dist|node_modules|target|vectors)(\/|$)/;

/** A comment that begins with a relative clause, such as "What is signed." */
const HEADLESS_OPENING =
  /^(What|Whom|Whose|Who|Those (that|which|who)|That which|Where|None where)\b(?!.*\?$)/;

/** Words that names may not have. The glossary of CONTRIBUTING.md has the words to use instead. */
const NAME_WORDS = new Set([
  "told",
  "given",
  "asked",
  "answer",
  "befall",
  "sumless",
  "formless",
  "summing",
]);

/** The same in comments, where "given" is plain English. */
const COMMENT_WORDS = new RegExp(
  `\\b(${[...NAME_WORDS].join("|")})s?\\b`.replace("given|", ""),
  "i",
);

/**
 * Matches one comment, string or name at a time. Strings end at the end of their line, so that a quote in a regular
 * expression hides no more than the rest of its line.
 */
const TOKENS = {
  js: /(?<comment>\/\/.*|\/\*[\s\S]*?\*\/)|`(?:\\[\s\S]|[^`\\])*`|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|(?<name>[A-Za-z_$][\w$]*)/g,
  rs: /(?<comment>\/\/.*|\/\*[\s\S]*?\*\/)|r(#*)"[\s\S]*?"\2|"(?:\\[\s\S]|[^"\\])*"|'(?:\\[^']+|[^'\\\n])'|(?<name>[A-Za-z_]\w*)/g,
  py: /(?<comment>#.*|"""[\s\S]*?""")|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|(?<name>[A-Za-z_]\w*)/g,
};

/**
 * Returns a line of text for each finding in a file, with the path and the line number.
 *
 * @param {string} file path in the checkout
 */
function findingsIn(file) {
  const source = readFileSync(inRoot(file), "utf8");
  const tokens = file.endsWith(".rs") ? TOKENS.rs : file.endsWith(".py") ? TOKENS.py : TOKENS.js;
  /** @type {string[]} */
  const findings = [];
  for (const { index, groups = {} } of source.matchAll(tokens)) {
    const { comment, name } = groups;
    const line = () => source.slice(0, index).split("\n").length;
    if (name && nameParts(name).some((part) => NAME_WORDS.has(part))) {
      findings.push(`${file}:${line()}  name: ${name}`);
    }
    for (const [offset, text] of (comment ?? "").split("\n").entries()) {
      const words = text
        .replace(/^\s*(\/\/[/!]?|\/\*\*?|\*|#|""")?\s*/, "")
        .replace(/\s*\*\/$/, "");
      const at = `${file}:${line() + offset}`;
      if (HEADLESS_OPENING.test(words)) findings.push(`${at}  headless opening: ${words}`);
      else if (COMMENT_WORDS.test(words)) findings.push(`${at}  word: ${words}`);
    }
  }
  return findings;
}

/**
 * Splits camelCase and snake_case: "keysGiven" into "keys" and "given".
 *
 * @param {string} name
 */
function nameParts(name) {
  return name
    .replace(/([a-z\d])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .split("_");
}

/** @param {string} folder */
function filesUnder(folder) {
  return readdirSync(inRoot(folder), { recursive: true, encoding: "utf8" })
    .map((name) => `${folder}/${name.replaceAll("\\", "/")}`)
    .filter((file) => CODE.test(file) && !SKIPPED.test(file))
    .sort();
}

const chosen = process.argv.slice(2);
const findings = (chosen.length > 0 ? chosen : FOLDERS).flatMap(filesUnder).flatMap(findingsIn);
if (findings.length > 0) console.log(findings.join("\n"));
console.log(`${findings.length} findings of language; the limit is ${LIMIT}.`);
if (chosen.length === 0 && findings.length > LIMIT) {
  console.log(
    'A comment starts with a verb or a noun ("Returns …", "Maximum number of …"); names use the glossary of CONTRIBUTING.md.\n' +
      "To see the findings of one folder: node scripts/lint/language.mjs js/http",
  );
  process.exitCode = 1;
}
