import {
  collect,
  holdsCredential,
  isoInstant,
  type Pair,
  type PastedSettings,
  settingOf,
} from "./settings.ts";

const NAME =
  "(?<![a-z0-9/]|amz-)((?:aws[ _.-]?)?(?:access[ _-]?key(?:[ _-]?id)?|secret[ _-]?(?:access[ _-]?)?key" +
  "|(?:session|security)[ _-]?token|(?:credential[ _-]?)?expiration|(?:default[ _-]?)?region" +
  "|host[ _-]?base|endpoint(?:[ _-]?url(?:[ _-]?s3)?)?))(?![a-z0-9_]|[ -]id)";

/** The current value that `aws configure` shows; then `=`, `:`, the comma between two strings, the end of an XML tag, or white space; then YAML's `|`, or `value:` of Kubernetes. */
const SEPARATOR =
  '["\'\\])]{0,2}(?: \\[[^\\]\\n]{0,40}\\])?\\s?(=>|:=|[=:>]|,(?=\\s?["\'])|(?<=\\s))\\s?(?:[|>][+-]?\\n)?(?:"?value"?\\s?[:=]\\s?)?';

const VALUE = "(?:\"((?:[^\"\\\\\\n]|\\\\.)*)\"|'([^'\\n]*)'|([^\\s\"'<>;&,{}()[\\]]+))";

/**
 * Parses assignments of any common shell, commands of the AWS CLI, an INI profile, the settings of rclone and s3cmd, YAML,
 * and code.
 */
export function fromAssignments(text: string): PastedSettings {
  const lines = text
    .replace(/[\\`^]\n/g, " ")
    .split("\n")
    .filter((line) => !/^\s*(?:#|;|\/\/)/.test(line))
    .map((line) => line.replace(/\s+/g, " ").trim())
    .filter((line) => line !== "");
  // Another profile's values must not fill the gaps of the first that has a key.
  const sections = lines
    .join("\n")
    .split(/^\[[^\]\n]*\]$/m)
    .map((section) => collect(assignments(section)));
  return sections.find((section) => section.accessKeyId) ?? sections.find(holdsCredential) ?? {};
}

function* assignments(text: string): Generator<Pair> {
  const pattern = new RegExp(NAME + SEPARATOR + VALUE, "gi");
  for (const match of text.matchAll(pattern)) {
    const [, name = "", separator, double, single, bare = ""] = match;
    const value = double === undefined ? (single ?? bare) : unescaped(double);
    // In prose, a word follows a name: "the access key ID and its secret".
    const isProse = !separator && /^[a-z]+$/.test(bare) && !/^aws/i.test(name);
    // `$NAME`, `${NAME}` and `%NAME%` refer to values outside the text.
    if (isProse || settingOf(value) || /^[$%]/.test(value)) continue;
    yield [name, /^\d{9,14}$/.test(value) && /expir/i.test(name) ? isoInstant(+value) : value];
  }
}

/** Removes JSON escapes: some languages escape the slashes of a secret. */
function unescaped(text: string): string {
  try {
    return JSON.parse(`"${text}"`);
  } catch {
    return text;
  }
}
