/** The hints that `explain` adds to errors. */

/** Hints for a rejected signature, by the cause, or by the part that differs and the cause. */
export const CAUSE_HINTS: Record<string, string> = {
  MethodChanged: "The URL is signed for another method. Sign for the one that is used.",
  EncodedTwice:
    "The URL was encoded once more after it was signed. Use keys as they are stored, use the URL as it was signed, and look for a proxy that encodes.",
  Reencoded:
    "The URL was encoded in another way after it was signed. Use the URL as it was signed, not rebuilt with URLSearchParams, and look for a proxy that encodes.",
  Normalized:
    "Slashes of the key were lost after the URL was signed. Use the URL as it was signed, and look for a proxy that normalizes the path.",
  PrefixChanged:
    "A proxy changed the prefix of the path. Set `endpoint` to the address that S3 receives, or let the proxy keep the path.",
  PathChanged: "The URL is signed for another path. Sign for the key that is requested.",
  HostChanged:
    "A proxy or a CDN changed the Host header. Set `endpoint` to the service's host and `publicEndpoint` to the proxy's, or let the proxy forward the Host header. If both are set so already, the secret access key is wrong.",
  "query Added": "A parameter was added to the URL after it was signed. Sign it with `query`.",
  "query Removed": "A parameter was removed from the URL after it was signed. Use the whole URL.",
  "query Changed":
    "A parameter of the URL was changed after it was signed. Sign with the new value.",
  "headers Added":
    "A header was sent that was not signed: `fetch` adds Content-Type for strings and Blobs. Sign it with `headers`.",
  "headers Removed": "A signed header did not arrive. Send all `headers` of the signed URL.",
  "headers Changed":
    "A signed header arrived with another value. Send the `headers` of the signed URL, and look for a proxy that changes them.",
  "signedHeaders Changed":
    "The list of signed headers was changed after the URL was signed. Use the URL as it was signed.",
  SizeChanged:
    "The URL is signed for a body of another size. Send a body of the signed `Content-Length`. If it has that size already, the secret access key is wrong.",
  PayloadSigned:
    "The service expects a signed body, which a presigned URL does not have. Leave `x-amz-content-sha256` out.",
  ScopeChanged:
    "The service expects another date, region, service or access key. Check `region`, and use the URL as it was signed.",
  SecretWrong:
    "The request arrived as it was signed, so the secret access key does not belong to this access key id. Copy both once more.",
};

export const POLICY_CHANGED_HINT =
  "The form's policy was changed after it was signed. Send its fields as they are.";
export const NETWORK_OR_CORS_HINT =
  "The network failed, or the bucket's CORS rules do not allow this request.";
export const UNKNOWN_HINT = "Try again. If the error stays, the page's console may say more.";
export const UNKNOWN_SERVICE_HINT =
  "Correct what the message names; if the error stays, the service's operators can find the reason by the request id.";
export const RETRYABLE_SERVICE_HINT =
  "Try again; if the error stays, the service's operators can find the reason by the request id.";

/** Hints for errors of the platform, by the names of DOMExceptions (Web IDL, "DOMException names"). */
export const PLATFORM_HINTS: Record<string, string> = {
  AbortError: "The page aborted the call. Start it again if that was not intended.",
  TimeoutError: "Try again on a better connection.",
  NetworkError: "Try again once the network is back.",
  NotAllowedError: "Allow what the browser asks for, and start the call by a click.",
  SecurityError: "The browser forbids this call here, such as in a frame or over http.",
  QuotaExceededError: "The storage is full. Make room, or choose another place.",
  NotFoundError: "The file is no longer there. Choose it again.",
  NotReadableError: "The file changed since it was chosen. Choose it again.",
};
