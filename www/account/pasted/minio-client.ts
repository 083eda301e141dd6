import type { PastedSettings } from "./settings.ts";

/** `mc alias set NAME URL KEY SECRET`, and its older name. Options are removed before. */
const COMMAND =
  /\b(?:mc|mcli) (?:alias set|config host add) \S+ ["']?(https?:\/\/[^\s"']+)["']? (?:"([^"\n]+)"|'([^'\n]+)'|(\S+)) (?:"([^"\n]+)"|'([^'\n]+)'|(\S+))/;

/** `MC_HOST_name=https://KEY:SECRET[:TOKEN]@host`. */
const VARIABLE =
  /\bMC_HOST_\w+\s?=\s?["']?(https?:\/\/)([^:@/\s]+):([^:@\s]+)(?::([^@\s]+))?@([^\s"'@]+)/;

/** Parses a command or an environment variable of the MinIO Client. Its `config.json` is JSON like others. */
export function fromMinioClient(text: string): PastedSettings | undefined {
  const [, scheme, id, secret, sessionToken, host] = VARIABLE.exec(text) ?? [];
  if (id && secret) {
    const keys = { accessKeyId: id, secretAccessKey: secret };
    return { ...keys, ...(sessionToken && { sessionToken }), endpoint: `${scheme}${host}` };
  }
  const line = text
    .replace(/[\\`^]\n/g, " ")
    .replace(/ --(?:(?:api|path)[ =]\S+|insecure|json|quiet)/g, " ")
    .replace(/[\t ]+/g, " ");
  const [, endpoint, ...values] = COMMAND.exec(line) ?? [];
  const [accessKeyId, secretAccessKey] = values.filter(Boolean);
  if (!endpoint || !accessKeyId || !secretAccessKey) return undefined;
  return { accessKeyId, secretAccessKey, endpoint };
}
