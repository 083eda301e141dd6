import { CredentialsError } from "../errors.ts";
import { suffixOfRegion } from "../http/aws-hosts.ts";
import { invalid } from "../options.ts";

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
  region: string | undefined,
  endpoint: string | undefined,
  option: string,
): string {
  if (endpoint === undefined) {
    if (region === undefined || !REGION.test(region)) {
      throw invalid(
        "region",
        "must be the name of an AWS region.",
        "Give one such as `eu-west-1`.",
        CredentialsError,
      );
    }
    // The one name of a region that no host has: https://sts.amazonaws.com is in us-east-1.
    return `https://${service}.${region}.${suffixOfRegion(region)}/`.replace(".aws-global.", ".");
  }
  const url = parsed(endpoint);
  if (
    url === undefined ||
    !/^https?:$/.test(url.protocol) ||
    url.username !== "" ||
    url.password !== ""
  ) {
    throw invalid(
      option,
      "must be `https://host[:port][/path]`, without a user name.",
      "Give the address of the service, such as `http://localhost:4566`.",
      CredentialsError,
    );
  }
  url.hash = "";
  return url.href;
}
