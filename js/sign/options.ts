/** The options of a location, and its default bucket and signature version. */
export const LOCATION_OPTIONS = [
  "region",
  "bucket",
  "endpoint",
  "publicEndpoint",
  "addressing",
  "protocol",
  "dualstack",
  "accelerate",
  "fips",
  "globalEndpoint",
  "signature",
];
/** The options of `PresignRequest` without its key: those that `presignMany` shares among its keys. */
export const SHARED_OPTIONS = [
  "bucket",
  "method",
  "expiresIn",
  "expiresAt",
  "headers",
  "query",
  "size",
  "checksum",
  "overwrite",
  "hoist",
  "response",
  "signingDate",
  "cacheWindow",
];
/** The options of `PresignRequest`. */
export const REQUEST_OPTIONS = /* @__PURE__ */ ["key"].concat(SHARED_OPTIONS);
/** The options of `PresignRequest`'s `response`. */
export const RESPONSE_OPTIONS = [
  "contentType",
  "contentLanguage",
  "expires",
  "cacheControl",
  "contentDisposition",
  "contentEncoding",
  "downloadAs",
] as const;
/** The options of `sign`. */
export const SIGN_URL_OPTIONS = ["method", "expiresIn", "cacheWindow"];
/** The options of `PostRequest`. */
export const POST_OPTIONS = [
  "bucket",
  "key",
  "keyStartsWith",
  "expiresIn",
  "expiresAt",
  "fields",
  "conditions",
  "minSize",
  "maxSize",
  "contentType",
  "signingDate",
];

// The choices of options, each as the core names it.

export const ADDRESSINGS = ["auto", "virtual", "path"] as const;
export const PROTOCOLS = ["https", "http"] as const;
export const SIGNATURES = ["v4", "v2"] as const;
export const METHODS = ["GET", "HEAD", "PUT", "DELETE", "POST"] as const;
/** The methods of `sign`. A POST is not for an object's address. */
export const SIGN_URL_METHODS = ["GET", "HEAD", "PUT", "DELETE"] as const;
