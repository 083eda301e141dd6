import {
  collect,
  holdsCredential,
  isoInstant,
  type Pair,
  type PastedSettings,
} from "./settings.ts";

/** The public server among the aliases of a new `config.json` of the MinIO Client. */
const PLAYGROUND = "https://play.min.io";

/** Parses JSON in the text, with any text before and after it. */
export function fromJson(text: string): PastedSettings | undefined {
  const begin = text.search(/[[{]/);
  const end = Math.max(text.lastIndexOf("}"), text.lastIndexOf("]")) + 1;
  let document: unknown;
  try {
    document = JSON.parse(text.slice(begin, end));
  } catch {
    return undefined;
  }
  const all = [...objects(document)]
    .map((node) => collect(leaves(node)))
    .filter(({ endpoint }) => endpoint !== PLAYGROUND);
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
    // The MinIO Client has the endpoint of an alias as `url` beside its keys.
    if (name === "url" && "secretKey" in node) yield ["endpoint", String(value)];
    else if (typeof value === "string") yield [name, value];
    else if (typeof value === "number") yield [name, isoInstant(value)];
  }
}
