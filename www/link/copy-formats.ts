import type { SignedLink } from "../account/sign.ts";
import { curlCommand, quoteForShell } from "../format/curl-command.ts";
import { formatEnd } from "../format/duration.ts";
import { fileName } from "../format/file-name.ts";
import { escapeMarkup } from "../markup/escape.ts";
import { words } from "../words.ts";
import { codeSample } from "./code-sample.ts";

export type CopyFormat = keyof typeof words.link.result.formats;

/** Returns a link as a text of this format. */
export function formatLink(format: CopyFormat, signed: SignedLink): string {
  return FORMATS[format](signed);
}

const FORMATS: Record<CopyFormat, (signed: SignedLink) => string> = {
  message: (signed) => {
    const end = formatEnd(signed.link.expiresAt);
    return `${words.link.result.message(nameOf(signed), end)}\n${signed.link.url}`;
  },
  markdown: (signed) => `[${nameOf(signed).replace(/[\\[\]]/g, "\\$&")}](${markdownUrl(signed)})`,
  html: (signed) =>
    `<a href="${escapeMarkup(signed.link.url)}">${escapeMarkup(nameOf(signed))}</a>`,
  curl: ({ link, request }) => curlCommand(link, request.key ?? ""),
  wget,
  powershell,
  fetch: fetchCall,
  javascript: ({ location, request }) => codeSample(location, request),
  aws,
};

function nameOf({ request }: SignedLink): string {
  return request.response?.downloadAs ?? fileName(request.key ?? "");
}

/** Parentheses would end the address. */
function markdownUrl({ link }: SignedLink): string {
  return /[()]/.test(link.url) ? `<${link.url}>` : link.url;
}

function wget(signed: SignedLink): string {
  const { link } = signed;
  const file = quoteForShell(nameOf(signed));
  const headers = Object.entries(link.headers).map(
    ([name, value]) => `--header=${quoteForShell(`${name}: ${value}`)}`,
  );
  const options = {
    GET: ["-O", file],
    HEAD: ["--spider", "--server-response"],
    PUT: ["--method=PUT", `--body-file=${file}`, "-O", "-"],
    DELETE: ["--method=DELETE", "-O", "-"],
    POST: ["--method=POST", "-O", "-"],
  }[link.method];
  return ["wget", ...options, ...headers, quoteForShell(link.url)].join(" ");
}

function powershell(signed: SignedLink): string {
  const { link } = signed;
  const quote = (text: string) => `'${text.replaceAll("'", "''")}'`;
  const file = quote(nameOf(signed));
  const { "content-type": type, ...others } = Object.fromEntries(
    Object.entries(link.headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
  const pairs = Object.entries(others).map(([name, value]) => `${quote(name)} = ${quote(value)}`);
  const method = link.method.charAt(0) + link.method.slice(1).toLowerCase();
  return [
    `Invoke-WebRequest -Uri ${quote(link.url)}`,
    link.method !== "GET" && `-Method ${method}`,
    link.method === "GET" && `-OutFile ${file}`,
    link.method === "PUT" && `-InFile ${file}`,
    type && `-ContentType ${quote(type)}`,
    pairs.length > 0 && `-Headers @{ ${pairs.join("; ")} }`,
  ]
    .filter(Boolean)
    .join(" ");
}

function fetchCall({ link }: SignedLink): string {
  const options = [
    link.method !== "GET" && `method: ${JSON.stringify(link.method)}`,
    Object.keys(link.headers).length > 0 && `headers: ${JSON.stringify(link.headers)}`,
    link.method === "PUT" && "body: file",
  ].filter(Boolean);
  const last = options.length > 0 ? `, { ${options.join(", ")} }` : "";
  return `const response = await fetch(${JSON.stringify(link.url)}${last});`;
}

/** The AWS CLI signs downloads only, with the profile of the user. */
function aws({ link, location, request }: SignedLink): string {
  const seconds =
    request.expiresIn ?? Math.max(1, Math.round((link.expiresAt.getTime() - Date.now()) / 1000));
  return [
    "aws s3 presign",
    quoteForShell(`s3://${location.bucket}/${request.key}`),
    `--expires-in ${seconds}`,
    `--region ${quoteForShell(location.region)}`,
    location.endpoint && `--endpoint-url ${quoteForShell(location.endpoint)}`,
  ]
    .filter(Boolean)
    .join(" ");
}
