import { transform } from "esbuild";
import { compile as compileTemplate } from "vue";
import { type CompilerError, parse as parseComponent } from "vue/compiler-sfc";
import { readXml } from "../../js/xml.ts";
import { tryRun } from "../../scripts/shell.ts";
import { yamlProblem } from "./yaml.ts";

/** Returns the problem of a text in one format, or undefined. */
type Check = (code: string) => Promise<string | undefined> | string | undefined;

/** Formats that are parsed, by the language of their blocks. */
export const FORMATS: Readonly<Record<string, Check>> = {
  json: (code) => problemOf(() => JSON.parse(code)),
  yaml: yamlProblem,
  html: htmlProblem,
  vue: (code) => parseComponent(code).errors.join("\n") || undefined,
  xml: (code) => (readXml(code, () => {}) ? undefined : "The XML is not well-formed."),
  css: cssProblem,
  sh: shellProblem,
};

/** Languages of blocks that are not checked. */
export const UNCHECKED = ["console", "diff", "hcl", "http", "nginx", "svelte", "text"];

function problemOf(parse: () => unknown): string | undefined {
  try {
    parse();
    return undefined;
  } catch (error) {
    return String(error);
  }
}

/** Vue's compiler leaves out scripts and styles, and reports that. */
const SCRIPT_IS_LEFT_OUT = /^Tags with side effect/;

function htmlProblem(code: string): string | undefined {
  const errors: CompilerError[] = [];
  compileTemplate(code, { onError: (error) => errors.push(error), isCustomElement: () => true });
  const importMaps = [...code.matchAll(/<script type="importmap">(.*?)<\/script>/gs)];
  const problems = [
    ...errors.map(({ message, loc }) => `${message} (line ${loc?.start.line} of the block)`),
    ...importMaps.map(([, map = ""]) => problemOf(() => JSON.parse(map))),
  ];
  return (
    problems.filter((problem) => problem && !SCRIPT_IS_LEFT_OUT.test(problem)).join("\n") ||
    undefined
  );
}

async function cssProblem(code: string): Promise<string | undefined> {
  try {
    const { warnings } = await transform(code, { loader: "css", logLevel: "silent" });
    return warnings.map(({ text }) => text).join("\n") || undefined;
  } catch (error) {
    return String(error);
  }
}

async function shellProblem(code: string): Promise<string | undefined> {
  const { code: exitCode, output } = await tryRun("bash", ["-n", "-c", code]);
  return exitCode === 0 ? undefined : output;
}
