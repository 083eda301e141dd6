import { URL_HOST_WITHOUT_OBJECTS, URL_OF_WEBSITE, URL_PATH_NOT_UTF8 } from "../messages/urls.ts";
import { isWebsite, parseAwsHost, withoutDnsSuffix } from "./aws-host.ts";
import { decode } from "./percent.ts";
import { type UrlParts, urlError } from "./split-url.ts";
import { splitFirst } from "./text.ts";

/** The object that a URL addresses. */
export interface ObjectOfUrl {
  /** The bucket, or the ARN of an access point. Empty if the URL addresses the service itself. */
  bucket: string;
  /** The key, percent-decoded once; a `+` stays a `+`. Empty for the bucket itself. */
  key: string;
  /** The region, if the host contains it. */
  region: string | undefined;
}

/**
 * Finds bucket, key and region in a URL. Hosts of AWS name their bucket and region; for other hosts, the URL is read in
 * path style.
 *
 * @throws {PresignError} `InvalidUrl` if the path is not UTF-8 after decoding, or for a host of AWS that serves no objects
 */
export function objectOfUrl({ hostName, path }: UrlParts): ObjectOfUrl {
  const name = withoutDnsSuffix(hostName);
  const hosted = name === undefined ? undefined : parseAwsHost(name);
  if (name !== undefined && !hosted) {
    throw urlError(isWebsite(name) ? URL_OF_WEBSITE : URL_HOST_WITHOUT_OBJECTS);
  }
  const relative = path.slice(1);
  const [bucket, key] = hosted?.bucket ? [hosted.bucket, relative] : splitFirst(relative, "/");
  try {
    return {
      bucket: hosted?.bucket || decode(bucket),
      key: decode(key),
      region: hosted?.region || undefined,
    };
  } catch {
    throw urlError(URL_PATH_NOT_UTF8);
  }
}
