import { suffixOfRegion } from "../http/aws-hosts.ts";
import { ENDPOINT, REGION } from "../messages/credentials.ts";
import { credentialsError } from "./credentials-error.ts";

const REGION_NAME = /^[a-z0-9][a-z0-9-]{0,62}$/;

/**
 * Returns the address of a credential service: `endpoint` if it is set, else AWS's own in the region.
 *
 * @param field path of the endpoint's option, for the error
 * @throws {CredentialsError} `InvalidOption`
 */
export function endpointUrl(
  service: "cognito-identity" | "sts",
  region: string | undefined,
  endpoint: string | undefined,
  field: string,
): string {
  if (endpoint === undefined) {
    if (!REGION_NAME.test(region ?? "")) throw credentialsError(REGION, { field: "region" });
    // `aws-global` is no part of a host: its address is https://sts.amazonaws.com, in us-east-1.
    return `https://${service}.${region}.${suffixOfRegion(region ?? "")}/`.replace(
      ".aws-global.",
      ".",
    );
  }
  const url = parseUrl(endpoint);
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== "" || url.password !== "") {
    throw credentialsError(ENDPOINT, { field });
  }
  url.hash = "";
  return url.href;
}

/** Parses a URL; returns undefined if it is invalid. `URL.canParse` is younger than some of the supported browsers. */
function parseUrl(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}
