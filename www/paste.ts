/** What a pasted block can hold, as text: the values of the page's fields. */
export interface PastedSettings {
  accessKeyId?: string;
  secretAccessKey?: string;
  sessionToken?: string;
  expiration?: string;
  region?: string;
  endpoint?: string;
}

type Setting = keyof PastedSettings;

/** Names as the AWS CLI, its configuration files, the SDKs, Cognito and the IAM console write them. */
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

/**
 * Reads a block of credentials: shell assignments of any common shell, an ini profile, JSON of the AWS
 * CLI or of an SDK, or the CSV of the IAM console. `undefined` when the text is none of them: a lone
 * `region=eu-west-1/…` is the start of somebody's object key.
 */
export function readPasted(text: string): PastedSettings | undefined {
  const found = fromJson(text) ?? fromCsv(text) ?? fromAssignments(text);
  return holdsCredential(found) ? found : undefined;
}

function holdsCredential(found: PastedSettings): boolean {
  return Boolean(found.accessKeyId || found.secretAccessKey || found.sessionToken);
}

function setting(name: string): Setting | undefined {
  return SETTINGS[
    name
      .toLowerCase()
      .replace(/[^a-z0-9]/g, "")
      .replace(/^aws/, "")
  ];
}

function collect(pairs: Iterable<readonly [string, string]>): PastedSettings {
  const found: PastedSettings = {};
  for (const [name, value] of pairs) {
    const target = setting(name);
    if (target && value) found[target] ??= value;
  }
  return found;
}

function fromJson(text: string): PastedSettings | undefined {
  if (!text.trim().startsWith("{")) return undefined;
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return undefined;
  }
  return collect(leaves(document));
}

function* leaves(node: unknown): Generator<[string, string]> {
  if (typeof node !== "object" || node === null) return;
  for (const [name, value] of Object.entries(node)) {
    if (typeof value === "string") yield [name, value];
    else if (typeof value === "number") yield [name, isoInstant(value)];
    else yield* leaves(value);
  }
}

/** Services write epoch seconds, JavaScript milliseconds; no instant of interest fits both. */
function isoInstant(epoch: number): string {
  const instant = new Date(epoch < 1e11 ? epoch * 1000 : epoch);
  return Number.isNaN(instant.getTime()) ? "" : instant.toISOString();
}

function fromCsv(text: string): PastedSettings | undefined {
  const [head, row] = text
    .replace(/^\uFEFF/, "")
    .trim()
    .split(/\r?\n/);
  if (!head || !row || !/access key id,/i.test(head)) return undefined;
  const values = row.split(",");
  return collect(head.split(",").map((name, column) => [name, (values[column] ?? "").trim()]));
}

function fromAssignments(text: string): PastedSettings {
  const assignment =
    /(?:^|[\s;&{,"'])(?:\$env:)?((?:aws_?)?[a-z][a-z0-9_]*)["']?\s*[=:]\s*("[^"\r\n]*"|'[^'\r\n]*'|[^\s"';&,]+)/gi;
  // Another profile's values must not fill the gaps of the first that has a key.
  const sections = text
    .split(/^\s*\[[^\]\r\n]*\]\s*$/m)
    .map((section) =>
      collect(
        [...section.matchAll(assignment)].map(
          ([, name = "", value = ""]) => [name, value.replace(/^["']|["']$/g, "")] as const,
        ),
      ),
    );
  return sections.find((section) => section.accessKeyId) ?? sections.find(holdsCredential) ?? {};
}
