import type { Location, PresignedUrl, PresignRequest } from "s3-signpost";

/** A signed link, with what it was made from. */
export interface SignedLink {
  link: PresignedUrl;
  location: Location;
  request: PresignRequest;
  /** Milliseconds that the signing took. */
  took: number;
}
