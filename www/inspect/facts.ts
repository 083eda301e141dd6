import { formatDuration, formatInstantInZones } from "../format/duration.ts";
import { shortened, visibleText } from "../format/visible.ts";
import { parseAddress } from "../object-address.ts";
import { make } from "../parts/elements.ts";
import { words } from "../words.ts";
import type { SignedUrl } from "./signed-url.ts";

const { facts } = words.inspect;

/** Maximum lifetime of a Signature Version 4, in seconds. */
const LONGEST_LIFETIME = 604_800;

/** Limits of what is shown of a hostile URL: parameters, and characters of a value. */
const MAX_PARAMETERS = 50;
const MAX_VALUE = 1_100;

/** Parameters that can hold a secret. */
const SECRET = /token|signature|customer-key|authorization/i;

type Fact = readonly [name: string, ...values: (Node | string)[]];

/** Shows who signed a URL, for what, and until when. */
export function showFacts(list: HTMLDListElement, signed: SignedUrl): void {
  list.replaceChildren(...[...whoAndWhat(signed), ...when(signed)].flatMap(describe));
}

/** Shows the parameters of a URL that do not belong to its signature. Returns whether there are any. */
export function showParameters(list: HTMLDListElement, { parameters }: SignedUrl): boolean {
  const shown = parameters
    .slice(0, MAX_PARAMETERS)
    .map(
      ([name, value]): Fact => [visibleText(name), SECRET.test(name) ? facts.hidden : code(value)],
    );
  const hidden = parameters.length - shown.length;
  list.replaceChildren(...shown.flatMap(describe));
  if (hidden > 0) list.append(make("dt", "", "…"), make("dd", "", facts.further(hidden)));
  return shown.length > 0;
}

function whoAndWhat(signed: SignedUrl): Fact[] {
  const { inspection, method } = signed;
  const { accessKeyId, temporary, signature, bucket, key, region, signedHeaders } = inspection;
  return [
    [facts.signer, code(accessKeyId), ` · ${temporary ? facts.temporary : facts.permanent}`],
    [facts.signature, facts.versions[signature]],
    [facts.method, method ? facts.methodOfText(method) : facts.methodUnknown],
    [facts.bucket, bucket ? code(bucket) : facts.noBucket],
    [facts.key, key ? code(key) : facts.noKey],
    [facts.region, region ? code(region) : facts.noRegion],
    [facts.host, code(new URL(signed.url).host)],
    [facts.style, styleOf(signed)],
    ...(signedHeaders.length > 0
      ? [[facts.signedHeaders, code(signedHeaders.join(", "))] satisfies Fact]
      : []),
  ];
}

function when({ inspection: { signedAt, expiresAt } }: SignedUrl): Fact[] {
  const found: Fact[] = [];
  if (isValid(signedAt)) found.push([facts.signedAt, formatInstantInZones(signedAt)]);
  if (isValid(expiresAt)) found.push([facts.expiresAt, formatInstantInZones(expiresAt)]);
  if (isValid(signedAt) && isValid(expiresAt)) {
    const seconds = (expiresAt.getTime() - signedAt.getTime()) / 1000;
    const lifetime = formatDuration(seconds);
    const isLongest = seconds === LONGEST_LIFETIME;
    found.push([facts.lifetime, isLongest ? facts.longest(lifetime) : lifetime]);
  }
  return found;
}

function isValid(instant: Date | undefined): instant is Date {
  return instant !== undefined && !Number.isNaN(instant.getTime());
}

function styleOf({ url, inspection: { bucket } }: SignedUrl): string {
  const { styles } = facts;
  if (parseAddress(url)?.endpoint !== "") return styles.other;
  if (bucket.startsWith("arn:")) return styles.point;
  return new URL(url).host.startsWith(`${bucket}.`) ? styles.virtual : styles.path;
}

function describe([name, ...values]: Fact): HTMLElement[] {
  return [make("dt", "", name), make("dd", "", ...values)];
}

/** Makes the element of a value that the signer chose. */
function code(value: string): HTMLElement {
  const element = make("bdi", "mono", visibleText(shortened(value, MAX_VALUE)));
  element.dir = "auto";
  return element;
}
