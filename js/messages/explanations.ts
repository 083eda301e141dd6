/** The hints that `explain` adds to errors. */

/** Hints for a rejected signature, by the cause, or by the part that differs and the cause. */
export const CAUSE_HINTS: Record<string, string> = {
  MethodChanged: "The URL is signed for another method than it was used with. Sign for that one.",
  EncodedTwice:
    "The signed URL was encoded once more on the way. Give keys as they are stored, use the URL as it was signed, and look for a proxy that encodes.",
  Reencoded:
    "The URL was rewritten in another encoding on the way. Use the URL as it was signed, never rebuilt through URLSearchParams or a form, and look for a proxy that rewrites it.",
  Normalized:
    "A proxy or a library normalized the path, and slashes of the key were lost. Use the URL as it was signed.",
  PrefixChanged:
    "A proxy added or removed a prefix of the path. Set `endpoint` to the address that S3 itself receives, or let the proxy leave the path as it is.",
  PathChanged: "The path is not the signed one. Sign for the key that is requested.",
  HostChanged:
    "The URL has one host, and the service verified another: a proxy or a CDN rewrites the Host header. Set `endpoint` to the address with the service's host and `publicEndpoint` to that of the proxy, or let the proxy forward the Host header. If both are set so already, the secret access key is wrong.",
  "query Added":
    "A parameter was added to the URL after it was signed. Put it into `query` when signing.",
  "query Removed": "A parameter of the signed URL was lost. Use the whole URL.",
  "query Changed": "A parameter was changed after the URL was signed. Sign with the new value.",
  "headers Added":
    "A header was sent that was not signed: `fetch` adds Content-Type for strings and Blobs. Sign it with `headers`.",
  "headers Removed":
    "A signed header did not arrive. Send all the `headers` that come with the URL.",
  "headers Changed":
    "A signed header arrived with another value. Send the `headers` that come with the URL as they are, and look for a proxy that changes them.",
  "signedHeaders Changed":
    "The list of signed headers was changed after the URL was signed. Use the URL as it is.",
  SizeChanged:
    "The URL is signed for a body of one size, its `Content-Length`. Send a body of that size, in bytes. If it had that size, the secret access key is wrong.",
  PayloadSigned:
    "The service expects a signed body, and a presigned URL does not sign it. Leave `x-amz-content-sha256` out.",
  ScopeChanged:
    "Date, region, service or access key of the signature are not those that the service expects. Check `region`, and use the URL as it was signed.",
  SecretWrong:
    "The request arrived as it was signed, so the secret access key is wrong: it does not belong to this access key id. Copy both once more, without anything around them.",
};

export const POLICY_CHANGED_HINT =
  "The form's policy was changed after it was signed. Send its fields as they are.";
export const NETWORK_OR_CORS_HINT =
  "The network failed, or the bucket's CORS rules do not allow this request.";
export const UNKNOWN_HINT = "Try again. If the error stays, the page's console may say more.";
const BY_REQUEST_ID =
  "; if the error stays, the service's operators can find the reason by the request id.";
export const UNKNOWN_SERVICE_HINT = `Correct what the message names${BY_REQUEST_ID}`;
export const RETRYABLE_SERVICE_HINT = `Try again${BY_REQUEST_ID}`;

/** Hints for errors of the platform, by the names of DOMExceptions (Web IDL, "DOMException names"). */
export const PLATFORM_HINTS: Record<string, string> = {
  AbortError:
    "The page aborted the call, by `abort()` or by a signal. Start it again if that was not intended.",
  TimeoutError: "Try again on a better connection.",
  NetworkError: "Try again once the network is back.",
  NotAllowedError: "Allow what the browser asks for, and start the call by a click.",
  SecurityError: "The browser forbids this call here, for instance in a frame or over http.",
  QuotaExceededError: "The storage is full. Make room, or choose another place.",
  NotFoundError: "The file is no longer there. Choose it again.",
  NotReadableError: "The file changed since it was chosen. Choose it again.",
};
