/** The settings in a pasted block, as text for the page's fields. */
export interface PastedSettings {
  accessKeyId?: string;
  secretAccessKey?: string;
  sessionToken?: string;
  expiration?: string;
  region?: string;
  endpoint?: string;
}

type Setting = keyof PastedSettings;
type Pair = readonly [name: string, value: string];

/** Names of settings in the AWS CLI, its configuration files, the SDKs, Cognito and the IAM console. */
const SETTINGS: Record<string, Setting> = {
  accesskeyid: "accessKeyId",
  accesskey: "accessKeyId",
  secretaccesskey: "secretAccessKey",
  secretkey: "secretAccessKey",
  sessiontoken: "sessionToken",
  securitytoken: "sessionToken",
  expiration: "expiration",
  credentialexpiration: "expiration",
  region: "region",
  defaultregion: "region",
  endpointurl: "endpoint",
  endpointurls3: "endpoint",
};

/** Checks of values for fields in clear text: a secret under a wrong name must not become visible. */
const PLAIN: Partial<Record<Setting, (value: string) => boolean>> = {
  accessKeyId: looksLikeKeyId,
  expiration: looksLikeInstant,
  region: (value) => /^[\w-]{1,40}$/.test(value),
  endpoint: (value) => /^https?:\/\/[^@\s]+$/.test(value),
};

/** Maximum length of a block; real ones are far shorter. */
const MAX_LENGTH = 100_000;

/**
 * Parses a block of credentials: assignments of any common shell, commands of the AWS CLI, an INI profile,
 * JSON, YAML, code, a table of the IAM console, or the bare values one after the other. Returns
 * `undefined` for any other text: a lone `region=eu-west-1/…` is the start of an object key.
 *
 * @param amongCredentials whether it was pasted into a field of credentials, where bare values need not
 *   look like those of AWS
 */
export function parsePasted(text: string, amongCredentials = true): PastedSettings | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  const found = [fromJson, fromTable, fromAssignments]
    .map((parse) => parse(text.replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n")))
    .find(holdsCredential);
  return plausible(found ?? fromBareValues(text, amongCredentials));
}

/** The kind of field that a text is pasted into: `id` and `expiration` show their value, `secret` hides it. */
export type PasteTarget = "id" | "expiration" | "secret" | "line" | "lines";

/** Whether a pasted text without settings can be inserted into a field unchanged. */
export function canInsert(text: string, target: PasteTarget): boolean {
  const trimmed = text.trim();
  if (target !== "lines" && /[\r\n]/.test(trimmed)) return false;
  if (target === "id") return trimmed === "" || looksLikeKeyId(trimmed);
  return target !== "expiration" || trimmed === "" || looksLikeInstant(trimmed);
}

/** Whether the text has no white space and no base64 characters, and does not look like a secret. */
function looksLikeKeyId(text: string): boolean {
  const isSecret = text.length >= 40 && /[a-z]/.test(text) && /[A-Z]/.test(text);
  return /^[\w.-]{1,128}$/.test(text) && !isSecret;
}

function looksLikeInstant(text: string): boolean {
  return /^[\w:+., -]{1,39}$/.test(text);
}

function holdsCredential(found: PastedSettings | undefined): found is PastedSettings {
  return Boolean(found?.accessKeyId || found?.secretAccessKey || found?.sessionToken);
}

/** Removes implausible values. Returns `undefined` if the access key ID is one of them. */
function plausible(found: PastedSettings | undefined): PastedSettings | undefined {
  if (!found) return undefined;
  const kept = Object.entries(found).filter(
    ([setting, value]) => PLAIN[setting as Setting]?.(value) ?? true,
  );
  const isWhole = found.accessKeyId === undefined || looksLikeKeyId(found.accessKeyId);
  return isWhole ? Object.fromEntries(kept) : undefined;
}

function setting(name: string): Setting | undefined {
  const letters = name.toLowerCase().replace(/[^a-z0-9]/g, "");
  return SETTINGS[letters.replace(/^aws/, "")];
}

function collect(pairs: Iterable<Pair>): PastedSettings {
  const found: PastedSettings = {};
  for (const [name, value] of pairs) {
    const target = setting(name);
    if (target && value) found[target] ??= value;
  }
  return found;
}

/** Parses JSON in the text, with any text before and after it. */
function fromJson(text: string): PastedSettings | undefined {
  const begin = text.search(/[[{]/);
  const end = Math.max(text.lastIndexOf("}"), text.lastIndexOf("]")) + 1;
  let document: unknown;
  try {
    document = JSON.parse(text.slice(begin, end));
  } catch {
    return undefined;
  }
  const all = [...objects(document)].map((node) => collect(leaves(node)));
  // Another object's values must not fill the gaps of the first that has a key.
  const { region, endpoint } = Object.assign({}, ...[...all].reverse());
  const chosen = all.find(({ accessKeyId }) => accessKeyId) ?? all.find(holdsCredential);
  return chosen && { ...(region && { region }), ...(endpoint && { endpoint }), ...chosen };
}

function* objects(node: unknown): Generator<object> {
  if (typeof node !== "object" || node === null) return;
  yield node;
  for (const value of Object.values(node)) yield* objects(value);
}

function* leaves(node: object): Generator<Pair> {
  for (const [name, value] of Object.entries(node)) {
    if (typeof value === "string") yield [name, value];
    else if (typeof value === "number") yield [name, isoInstant(value)];
  }
}

/** Converts epoch seconds, as services write them, or JavaScript's milliseconds. No realistic instant fits both. */
function isoInstant(epoch: number): string {
  const instant = new Date(epoch < 1e11 ? epoch * 1000 : epoch);
  return Number.isNaN(instant.getTime()) ? "" : instant.toISOString();
}

/** Parses a row of names above a row of values, as in the IAM console's CSV and in spreadsheets. */
function fromTable(text: string): PastedSettings | undefined {
  // Markdown has a line of dashes between the two rows.
  const [head = "", row = ""] = text.split("\n").filter((line) => !/^[\s|:+-]*$/.test(line));
  const mark = ["\t", ";", "|", ","].find((separator) => head.includes(separator));
  if (!mark) return undefined;
  const cells = (line: string) =>
    line.split(mark).map((cell) => cell.trim().replace(/^"(.*)"$/, "$1"));
  const names = cells(head);
  const values = cells(row);
  // A row with values is not a row of names.
  if (names.filter(setting).length < 2) return undefined;
  return collect(names.map((name, column): Pair => [name, values[column] ?? ""]));
}

const NAME =
  "(?<![a-z0-9/]|amz-)((?:aws[ _.-]?)?(?:access[ _-]?key(?:[ _-]?id)?|secret[ _-]?(?:access[ _-]?)?key" +
  "|(?:session|security)[ _-]?token|(?:credential[ _-]?)?expiration|(?:default[ _-]?)?region" +
  "|endpoint[ _-]?url(?:[ _-]?s3)?))(?![a-z0-9_]|[ -]id)";

/** The current value that `aws configure` shows; then `=`, `:`, the comma between two strings, the end of an XML tag, or white space; then YAML's `|`, or `value:` of Kubernetes. */
const SEPARATOR =
  '["\'\\])]{0,2}(?: \\[[^\\]\\n]{0,40}\\])?\\s?(=>|:=|[=:>]|,(?=\\s?["\'])|(?<=\\s))\\s?(?:[|>][+-]?\\n)?(?:"?value"?\\s?[:=]\\s?)?';

const VALUE = "(?:\"((?:[^\"\\\\\\n]|\\\\.)*)\"|'([^'\\n]*)'|([^\\s\"'<>;&,{}()[\\]]+))";

function fromAssignments(text: string): PastedSettings {
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
    if (isProse || setting(value) || /^[$%]/.test(value)) continue;
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

/** Parses an access key ID, its secret and an optional token, separated by white space or punctuation. */
function fromBareValues(text: string, loose: boolean): PastedSettings | undefined {
  const values = text
    .trim()
    .replace(/["']/g, "")
    .split(/[\s,;|]+|(?<=^\w{1,128}):(?!\/\/)/);
  if (values.length < 2 || values.length > 3) return undefined;
  const isAws = (value: string) => /^A[A-Z]{3}[A-Z0-9]{12,}$/.test(value);
  if (isAws(values[1] ?? "") && !isAws(values[0] ?? "")) values.reverse();
  const [accessKeyId = "", secretAccessKey = "", sessionToken] = values;
  const fits = loose
    ? looksLikeKeyId(accessKeyId) && /^[\w/+=.~-]{16,}$/.test(secretAccessKey)
    : isAws(accessKeyId) && /^[\w/+]{40}$/.test(secretAccessKey);
  if (!fits || (sessionToken && sessionToken.length < 16)) return undefined;
  return { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) };
}
