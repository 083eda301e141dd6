import type { PackageErrorCode } from "./error-codes.ts";

/** One code in `docs/errors.md`. */
export interface CatalogueEntry {
  /** The classes of the errors that have the code. */
  classes: readonly (
    | "SignpostError"
    | "PresignError"
    | "CredentialsError"
    | "ServiceError"
    | "TransferError"
  )[];
  meaning: string;
  cause: string;
  fix: string;
}

/** Every code of this package's own errors, for `docs/errors.md`. No bundle contains it. */
export const ERROR_CATALOGUE: Readonly<Record<PackageErrorCode, CatalogueEntry>> = {
  AlreadyExists: {
    classes: ["TransferError"],
    meaning: "An upload with `overwrite: false` found the key taken.",
    cause: "An object with this key exists, or another client was uploading one.",
    fix: "Upload to another key, or leave `overwrite` out to replace the object.",
  },
  BodyUnreadable: {
    classes: ["TransferError"],
    meaning: "The file that is being uploaded cannot be read.",
    cause: "It was changed, moved or deleted after it was chosen, or its disk was removed.",
    fix: "Let the user choose the file again, and start a new upload.",
  },
  CallbackFailed: {
    classes: ["SignpostError"],
    meaning: "A function among the options of an `UploadQueue` threw an error.",
    cause: "`key`, `validate` or `upload` threw or rejected. `cause` has its error.",
    fix: "Correct the function. `retry` calls it again.",
  },
  ChecksumMismatch: {
    classes: ["TransferError"],
    meaning: "The bytes that were transferred are not the bytes of the object.",
    cause: "A proxy or a damaged device changed bytes, or the stored object is damaged.",
    fix: "Transfer the object again. If the error stays, look for a proxy that changes bodies.",
  },
  ChecksumUnavailable: {
    classes: ["TransferError"],
    meaning: "`verify` is set, and the response has no checksum to verify against.",
    cause:
      "The object was stored without a checksum, its body is compressed in transit, or CORS hides the checksum's header.",
    fix: "Add the checksum's header to `ExposeHeaders` in the bucket's CORS rules, or leave `verify` out.",
  },
  CorsBlocked: {
    classes: ["TransferError"],
    meaning: "The browser blocked the request, although the service can be reached.",
    cause: "The bucket's CORS rules do not allow this origin, this method or one of the headers.",
    fix: "Add the rule that the hint shows to the bucket's CORS rules.",
  },
  CredentialsExpired: {
    classes: ["CredentialsError"],
    meaning: "The credentials have expired; no signature made with them works.",
    cause:
      "Temporary credentials were kept longer than they are valid, or this device's clock is wrong.",
    fix: "Get new credentials. Use a provider, which renews them by itself.",
  },
  CredentialsMalformed: {
    classes: ["CredentialsError"],
    meaning: "A part of the credentials cannot be a credential.",
    cause: "It is empty, was pasted with a space or a line break, or two parts are exchanged.",
    fix: "Copy the part that `field` names once more, without anything around it.",
  },
  CredentialsMissing: {
    classes: ["CredentialsError"],
    meaning: "There are no credentials.",
    cause: "`credentials` is missing, or a provider returned an object without them.",
    fix: "Set `credentials` to an object with `accessKeyId` and `secretAccessKey`, or to a provider.",
  },
  DuplicateKey: {
    classes: ["SignpostError"],
    meaning:
      "Two files of an `UploadQueue` have the same key, so that one would overwrite the other.",
    cause: "The same file was added twice, or `key` returned the same key for two files.",
    fix: "Remove one of the files, or make the key unique, for instance with `crypto.randomUUID()`.",
  },
  ETagHidden: {
    classes: ["TransferError"],
    meaning: "A part of a multipart upload was stored, but the page cannot read its ETag.",
    cause: "The bucket's CORS rules do not expose the `ETag` header.",
    fix: "Add `ETag` to `ExposeHeaders` in the bucket's CORS rules.",
  },
  EndpointUnreachable: {
    classes: ["CredentialsError"],
    meaning: "Cognito or STS did not respond.",
    cause: "There is no network, the endpoint is wrong, or a firewall or CORS blocks it.",
    fix: "Try again; check `region` and `endpoint` of the provider.",
  },
  FileNotAccepted: {
    classes: ["SignpostError"],
    meaning: "The file is of no type that `accept` lists.",
    cause: "The user chose or dropped another type of file.",
    fix: "Choose a file of one of the types in the hint.",
  },
  FileRejected: {
    classes: ["SignpostError"],
    meaning:
      "The application's own check rejected the file, or it is of a kind that cannot be uploaded.",
    cause:
      "`validate` of an `UploadQueue` returned the error's message; or `S3Uploader` got a file of Uppy's Companion.",
    fix: "Choose another file.",
  },
  FileTooLarge: {
    classes: ["SignpostError"],
    meaning: "The file has more bytes than `maxSize`.",
    cause: "The user chose a larger file than the application allows.",
    fix: "Choose a smaller file.",
  },
  FileTooSmall: {
    classes: ["SignpostError"],
    meaning: "The file has fewer bytes than `minSize`.",
    cause: "The user chose a smaller file than the application allows, perhaps an empty one.",
    fix: "Choose a larger file.",
  },
  ForbiddenHeader: {
    classes: ["PresignError"],
    meaning: "The header cannot be signed by this package.",
    cause: "A page cannot set it, the signer sets it itself, or the method does not send it.",
    fix: "Leave the header out.",
  },
  FormTooLarge: {
    classes: ["PresignError"],
    meaning: "The form without its file is larger than S3 accepts, 20 KB.",
    cause: "It has too many or too long fields or conditions.",
    fix: "Use fewer or shorter ones.",
  },
  HeaderNotInForm: {
    classes: ["PresignError"],
    meaning: "A form upload cannot carry this header.",
    cause:
      '`headers` has one that no field of a form stands for, or `overwrite` is false, and `via` is "post".',
    fix: 'Leave the option that `field` names out, or set `via` to "put" or "multipart".',
  },
  IdentityChanged: {
    classes: ["TransferError"],
    meaning: "The credentials belong to another identity than at the start of the upload.",
    cause: "The user signed in as someone else during a multipart upload.",
    fix: "Upload again.",
  },
  Interrupted: {
    classes: ["TransferError"],
    meaning: "The transfer ended before its last byte, and could not be resumed.",
    cause: "The connection was lost, or the response does not allow resuming.",
    fix: "Transfer again.",
  },
  InvalidBucketName: {
    classes: ["PresignError"],
    meaning: "`bucket` is missing, or breaks S3's rules for names.",
    cause: "A typing error, an upper-case letter, or a name that cannot be part of a host.",
    fix: 'Correct the name. A bucket with an old name needs `addressing: "path"`.',
  },
  InvalidCondition: {
    classes: ["PresignError"],
    meaning: "A condition of a form is not one that S3 has.",
    cause: "Its form or its operator is wrong, or S3 compares the field only exactly.",
    fix: "Write it in one of the forms that the hint shows.",
  },
  InvalidDate: {
    classes: ["PresignError"],
    meaning: "A Date is invalid, or outside the years 1970 to 9999.",
    cause: "It was made from a text that is no date, or from seconds instead of milliseconds.",
    fix: "Check the value that the Date is made from.",
  },
  InvalidEndpoint: {
    classes: ["PresignError"],
    meaning: "`endpoint` is no address of a service, or AWS has no such endpoint.",
    cause:
      "It is not `http(s)://host[:port][/base]`, or variants are combined that AWS does not combine.",
    fix: "Correct the address, or leave out the variant that `field` names.",
  },
  InvalidExpiry: {
    classes: ["PresignError"],
    meaning: "The expiry is not a whole number of seconds from 1 to the limit.",
    cause: "It is fractional, too long (604,800 seconds for a Signature V4 URL), or in the past.",
    fix: "Set `expiresIn` to whole seconds within the limit.",
  },
  InvalidField: {
    classes: ["PresignError"],
    meaning: "A field of a form has a name or a value that a form cannot carry, or is set twice.",
    cause: "It has a line break, a character that S3 does not accept, or the same name as another.",
    fix: "Correct the field that `field` names.",
  },
  InvalidHeader: {
    classes: ["PresignError"],
    meaning: "A header's name or value is one that HTTP or S3 does not allow, or it is set twice.",
    cause: "It has a line break or characters beyond ASCII, or the headers are over 8 KB.",
    fix: "Correct the header that `field` names, for instance with `encodeURIComponent`.",
  },
  InvalidKey: {
    classes: ["PresignError"],
    meaning:
      "The key is missing, empty, too long, not well-formed, or not one that the form allows.",
    cause: "S3 limits keys to 1,024 bytes of UTF-8, and a form to those that it was signed for.",
    fix: "Use another key.",
  },
  InvalidModule: {
    classes: ["SignpostError"],
    meaning: "The source passed to `init` is no WebAssembly module.",
    cause: "The server responded with another file than `core.wasm`, such as a page.",
    fix: "Serve `s3-signpost/core.wasm` at that address.",
  },
  InvalidOption: {
    classes: ["PresignError", "CredentialsError"],
    meaning: "An option has the wrong type, is unknown, or contradicts another.",
    cause: "A typing error, or an option of another library.",
    fix: "Correct the option that `field` names.",
  },
  InvalidPartSize: {
    classes: ["PresignError"],
    meaning: "The parts of a multipart upload have a size that S3 does not accept.",
    cause: "`partSize` is not 5 MiB to 5 GiB, or the body does not fit into 10,000 parts.",
    fix: "Set `partSize` within the limits, or leave it out.",
  },
  InvalidQuery: {
    classes: ["PresignError"],
    meaning: "A query parameter has no name, is set twice, or S3 rejects its value.",
    cause: "It is set in `headers` or `response` as well, or the query is over 8 KB.",
    fix: "Correct the parameter that `field` names.",
  },
  InvalidRange: {
    classes: ["PresignError"],
    meaning: "`range` is no range of bytes.",
    cause: "Its start or end is fractional, negative, or in the wrong order.",
    fix: "Set whole numbers, the start first.",
  },
  InvalidRegion: {
    classes: ["PresignError"],
    meaning: "`region` is missing or malformed.",
    cause: "It has another character than lower-case letters, digits and hyphens.",
    fix: "Set the bucket's region, such as `eu-west-1`.",
  },
  InvalidResponse: {
    classes: ["ServiceError"],
    meaning:
      "Cognito or STS responded with success, and the values that were requested are not in the response.",
    cause: "The endpoint is not this service, or a proxy changed the response.",
    fix: "Check `endpoint` of the provider.",
  },
  InvalidS3Uri: {
    classes: ["PresignError"],
    meaning: "The text is not `s3://bucket/key`.",
    cause: "It names no bucket.",
    fix: "Write the bucket after `s3://`.",
  },
  InvalidUrl: {
    classes: ["PresignError"],
    meaning: "The text is not the address of a bucket or an object.",
    cause: "It is not http(s), has a space in it, or belongs to a host without objects.",
    fix: "Give the whole address, as it was signed.",
  },
  KeyNotAddressable: {
    classes: ["PresignError"],
    meaning: "No browser can request an object of this key by URL.",
    cause: "The key has a `.` or `..` between slashes, which browsers remove from a URL.",
    fix: "Rename the object, or upload to it with a form POST.",
  },
  LoginFailed: {
    classes: ["CredentialsError"],
    meaning: "A function that returns a login token threw an error.",
    cause: "The user is not signed in, or the identity provider failed. `cause` has the error.",
    fix: "Let the user sign in again.",
  },
  LoginTokenMissing: {
    classes: ["CredentialsError"],
    meaning: "There is no login token.",
    cause:
      "A function that returns a login token returned nothing, or another value than a string.",
    fix: "Return the ID token of the user who is signed in.",
  },
  MixedContent: {
    classes: ["TransferError", "CredentialsError"],
    meaning: "An https page requests an http address, which browsers block.",
    cause: "`endpoint` begins with `http://`.",
    fix: "Use an https endpoint, or open the page over http.",
  },
  ModuleMismatch: {
    classes: ["SignpostError", "PresignError"],
    meaning: "The `core.wasm` passed to `init` belongs to another release than the script.",
    cause: "One of the two was deployed alone, or a cache kept an older one.",
    fix: "Deploy both from the same installed package.",
  },
  ModuleUnavailable: {
    classes: ["SignpostError"],
    meaning: "The source passed to `init` could not be fetched or read.",
    cause: "The address is wrong, or the request failed. `cause` has the error.",
    fix: "Check that `core.wasm` is served at that address.",
  },
  NetworkOrCors: {
    classes: ["TransferError"],
    meaning: "There was no response. The browser does not tell a page why.",
    cause: "The network failed, the host does not exist, or CORS rules forbid the request.",
    fix: "Try again; check `endpoint` and the bucket's CORS rules.",
  },
  NotDisplayable: {
    classes: ["SignpostError"],
    meaning:
      "The object of an `<s3-img>` or `<s3-video>` exists, and the browser cannot display it.",
    cause:
      "Its content type or its format is not one that the browser knows, or the file is damaged.",
    fix: "Store the object with its content type, in a format that browsers display.",
  },
  NotInitialized: {
    classes: ["SignpostError"],
    meaning: "`s3-signpost/slim` was used before its WebAssembly module was loaded.",
    cause: "`init` was not called, or its promise has not settled yet.",
    fix: "`await init(source)` first.",
  },
  NotPresigned: {
    classes: ["PresignError"],
    meaning: "The URL has no signature of S3.",
    cause: "Its query was cut off, or it is signed for another service.",
    fix: "Give the whole presigned URL.",
  },
  ObjectChanged: {
    classes: ["TransferError"],
    meaning: "The object was replaced during the download.",
    cause: "Another client wrote the same key.",
    fix: "Download the object again.",
  },
  ObjectTooLarge: {
    classes: ["PresignError"],
    meaning: "The body is larger than the largest object that S3 stores.",
    cause: "It does not fit into 10,000 parts of 5 GiB.",
    fix: "Split the body into several objects.",
  },
  Offline: {
    classes: ["TransferError"],
    meaning: "The device has no network.",
    cause: "The browser reports that it is offline.",
    fix: "Try again once the network is back.",
  },
  PresignerFreed: {
    classes: ["SignpostError"],
    meaning: "The presigner was used after `free()`.",
    cause: "`free()` wipes the secrets that it holds.",
    fix: "Make another presigner.",
  },
  ProviderFailed: {
    classes: ["CredentialsError"],
    meaning: "The credential provider threw an error.",
    cause: "`cause` has the error of the provider.",
    fix: "Correct the provider.",
  },
  ProviderTimedOut: {
    classes: ["CredentialsError"],
    meaning: "The credential provider did not return in time.",
    cause: "Its network request has no timeout, or its promise never settles.",
    fix: "Let the provider end its requests after a time.",
  },
  ReservedField: {
    classes: ["PresignError"],
    meaning: "The signer sets this field of the form itself.",
    cause: "`fields` or `conditions` has `key`, `bucket`, `policy` or a field of the signature.",
    fix: "Leave it out, or use the option of its own.",
  },
  ReservedQueryParameter: {
    classes: ["PresignError"],
    meaning: "The signer sets this query parameter itself.",
    cause: "`query` has a parameter of the signature, such as `X-Amz-Date`.",
    fix: "Leave it out.",
  },
  SignatureV4Required: {
    classes: ["PresignError"],
    meaning: "The request needs Signature Version 4, and the signer uses Version 2.",
    cause: "The region, an access point, a KMS key or a signed size needs Version 4.",
    fix: 'Leave out `signature: "v2"`.',
  },
  Stalled: {
    classes: ["TransferError"],
    meaning: "No byte was transferred for the time of the stall timeout.",
    cause: "The connection is very slow, or was lost without notice.",
    fix: "Try again on a better connection, or set a longer `stallTimeout`.",
  },
  TooManyFiles: {
    classes: ["SignpostError"],
    meaning: "An `UploadQueue` already has `maxFiles` files.",
    cause: "The user chose more files than the application allows.",
    fix: "Remove another file first.",
  },
  TotalTooLarge: {
    classes: ["SignpostError"],
    meaning: "All files of an `UploadQueue` together would have more bytes than `maxTotal`.",
    cause: "The user chose more or larger files than the application allows.",
    fix: "Choose a smaller file, or remove another one first.",
  },
  UnreadableReply: {
    classes: ["TransferError", "CredentialsError"],
    meaning: "The response is not one of this service.",
    cause: "A proxy, a login page or another service responded.",
    fix: "Check `endpoint`, and proxies between the page and the service.",
  },
  UnsatisfiablePolicy: {
    classes: ["PresignError"],
    meaning: "No form can meet all the conditions at once.",
    cause: "Conditions contradict each other, a field, or the sizes.",
    fix: "Change or remove one of them.",
  },
  UnsupportedBucket: {
    classes: ["PresignError"],
    meaning: "The bucket needs a signature that this package does not make.",
    cause: "It is of S3 Express, a Multi-Region Access Point, or an alias on an Outpost.",
    fix: "Use a general purpose bucket, or the ARN that the hint names.",
  },
  WebAssemblyBlocked: {
    classes: ["SignpostError"],
    meaning:
      "The core, which signs, cannot be compiled: this page or runtime allows no WebAssembly.",
    cause:
      "The Content-Security-Policy has script-src or default-src without 'wasm-unsafe-eval', as in browser extensions by default; or Node runs with --jitless. An `S3` client and `init` load the core as JavaScript by themselves, if the file js.js of the package is beside the script.",
    fix: "Add 'wasm-unsafe-eval' to script-src, or import `s3-signpost/js` before the first call.",
  },
};
