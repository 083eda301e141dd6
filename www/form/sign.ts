import type { PostRequest, PresignedPost, PresignedUrl, PresignRequest } from "s3-signpost";
import { account } from "../account/account.ts";
import { type Attempt, signWithReplacements } from "../account/sign.ts";
import type { Entered } from "./request.ts";

/** A signed form or link, and what was entered for it. */
export type SignedUpload = {
  /** The bucket of the request. */
  bucket: string;
} & (
  | { via: "post"; post: PresignedPost; request: PostRequest }
  | { via: "put"; link: PresignedUrl; request: PresignRequest; contentType?: string }
);

/** Signs what was entered with the account. With errors, the result is an example with other values. */
export function signUpload(entered: Entered): Attempt<SignedUpload> {
  const { location, credentials } = account;
  // The signer's replacements change the request: the sentence about the form needs the entered one.
  const request = structuredClone(entered.request);
  if (entered.via === "put") {
    return signWithReplacements({ location, credentials, request }, (presigner, draft) => ({
      ...entered,
      bucket: location.bucket,
      link: presigner.presign(draft.request),
    }));
  }
  return signWithReplacements({ location, credentials, request }, (presigner, draft) => ({
    ...entered,
    bucket: location.bucket,
    post: presigner.presignPost(draft.request),
  }));
}

/** Returns the end of a form or a link, and what limits it. */
export function endOf(signed: SignedUpload): Pick<PresignedUrl, "expiresAt" | "limitedBy"> {
  return signed.via === "put" ? signed.link : signed.post;
}
