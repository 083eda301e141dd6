import type { Location, PresignedUrl, PresignRequest } from "s3-signpost";

/** A signed link and its input. */
export interface SignedLink {
  link: PresignedUrl;
  location: Location;
  request: PresignRequest;
  /** Duration of signing, in milliseconds. */
  took: number;
}
