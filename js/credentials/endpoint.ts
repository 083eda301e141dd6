import { CredentialsError } from "../errors.ts";

/** Partitions of AWS whose hosts do not end in `amazonaws.com`, by how their regions begin. */
const SUFFIXES: readonly (readonly [string, string])[] = [
  ["cn-", "amazonaws.com.cn"],
  ["eusc-", "amazonaws.eu"],
];

const REGION = /^[a-z0-9][a-z0-9-]{0,62}$/;

/** `URL.canParse` is younger than some of the browsers that this runs in. */
function parsed(endpoint: string): URL | undefined {
  try {
    return new URL(endpoint);
  } catch {
    return undefined;
  }
}

/**
 * The address of a credential service: `endpoint` where there is one, else AWS's own in the region.
 *
 * `option` is how the endpoint's option is spelled, for the error. Throws {@link CredentialsError}
 * (`InvalidOption`).
 */
export function endpointUrl(
  service: "cognito-identity" | "sts",
  region: string,
  endpoint: string | undefined,
  option: string,
): string {
  if (endpoint === undefined) {
    if (!REGION.test(region)) {
      throw new CredentialsError("InvalidOption", "`region` is not the name of a region", {
        hint: "Such as `eu-west-1`.",
      });
    }
    const suffix = SUFFIXES.find(([beginning]) => region.startsWith(beginning))?.[1];
    return `https://${service}.${region}.${suffix ?? "amazonaws.com"}/`;
  }
  const url = parsed(endpoint);
  if (
    url === undefined ||
    !/^https?:$/.test(url.protocol) ||
    url.username !== "" ||
    url.password !== ""
  ) {
    throw new CredentialsError("InvalidOption", `\`${option}\` is not the address of a service`, {
      hint: "Give `https://host[:port][/path]`, without a user name.",
    });
  }
  url.hash = "";
  return url.href;
}
