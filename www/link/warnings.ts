import { REGIONS } from "../account/regions.ts";
import type { SignedLink } from "../account/sign.ts";
import { isLoopback } from "../format/loopback.ts";
import { words } from "../words.ts";

/** Maximum length of a link that every program passes on, in characters. */
const MAX_LENGTH = 2048;

/** A remark about a link that was signed, but may not do what its author wants. */
export interface Warning {
  text: string;
  /** The region that the page can apply. */
  region?: string;
}

/** Returns the warnings about a link and its input. */
export function warningsOf({ link, location, request, credentials }: SignedLink): Warning[] {
  const { warnings } = words.link;
  const key = request.key ?? "";
  const isTemporary = credentials.accessKeyId.startsWith("ASIA");
  const found: (Warning | false)[] = [
    !location.endpoint && regionWarning(location.region),
    isTemporary && !credentials.sessionToken && { text: warnings.tokenMissing },
    (key.startsWith("/") || key.includes("//")) && { text: warnings.doubleSlash },
    key !== key.trim() && { text: warnings.outerSpace },
    link.url.startsWith("http:") && !isLoopback(link.url) && { text: warnings.http },
    link.url.length > MAX_LENGTH && { text: warnings.length(link.url.length) },
  ];
  return found.filter((warning) => warning !== false);
}

function regionWarning(region: string): Warning | false {
  const ids = REGIONS.map(([id]) => id);
  if (ids.includes(region) || region === "aws-global" || region === "s3-external-1") return false;
  const letters = (id: string) => id.replace(/[^a-z0-9]/g, "");
  const similar = ids.find((id) => letters(id) === letters(region.toLowerCase()));
  return similar
    ? { text: words.link.warnings.similarRegion(region, similar), region: similar }
    : { text: words.link.warnings.unknownRegion(region) };
}
