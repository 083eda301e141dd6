/**
 * What these servers are known to do wrong, by server and feature, each with the reason. A feature that
 * fails and is not here fails the run; so does one that is here and works, since the list must not go stale.
 */
export const defects: Record<string, { features: RegExp; reason: string }[]> = {
  SeaweedFS: [
    {
      features: /key with a slash at its end$/,
      reason: "takes such a key for a folder, and drops its bytes",
    },
    {
      features: /^v2 URL: GET (with another type and encoding|that saves under a name)/,
      reason: "compares response-* values as they are encoded; AWS signs them decoded",
    },
    {
      features: /^v2 URL: an object's tags$/,
      reason: "does not count tagging among the parameters that V2 signs, as AWS's SDKs do",
    },
    {
      features: /^v2 URL: PUT and GET at the bucket's own host$/,
      reason: "leaves the bucket out of what V2 signs when the host names it",
    },
  ],
  MiniStack: [
    {
      features: /^v[24] form: (key named by the file|the file's name inside the key)$/,
      reason: "reads the name of a file as Latin-1; browsers send UTF-8",
    },
    {
      features: /^(CRC|SHA)\w+ of a form,/,
      reason: "keeps no checksum of what a form brings",
    },
    {
      features: /^(CRC|SHA)\w+ of parts|^parts with a checksum/,
      reason: "sums every upload in parts by its parts, and does not tell their size",
    },
    {
      features: /^v4 URL refused: an x-amz header more$/,
      reason: "takes x-amz-* headers that are not signed",
    },
    {
      features: /locked until a date, by parts$/,
      reason: "forgets the lock of an upload in parts",
    },
  ],
  rclone: [
    {
      features: /key (with an empty segment|that begins with a slash)$/,
      reason: "refuses keys that are no paths of files",
    },
    {
      features: /URL: GET of a range$/,
      reason: "answers 200 to a range, with the right Content-Range",
    },
    {
      features: /range of another object than was meant is refused$/,
      reason: "ignores If-Match",
    },
    {
      features: /^(CRC|SHA)\w+ of parts|^parts with a checksum/,
      reason: "keeps no checksum of an upload in parts",
    },
    {
      features: /transfer: upload in parts$/,
      reason: "gives the ETag of the parts at completion, and another one afterwards",
    },
  ],
  moto: [
    {
      features: / form: answer with the place|^(CRC|SHA)\w+ of a form,|upload by a form$/,
      reason: "answers 201 to a form without the document that tells place and ETag",
    },
    {
      features: /^(CRC|SHA)\w+ of a PUT,|checksum in its query$/,
      reason: "keeps the checksum of a PUT only if x-amz-sdk-checksum-algorithm names it",
    },
    {
      features: /parts that is taken up by another page$/,
      reason: "names the root of a list of parts ListPartsResponse",
    },
    {
      features: /locked until a date, by a PUT$/,
      reason:
        "demands Content-MD5 or x-amz-sdk-checksum-algorithm, and not, as AWS, x-amz-checksum-*",
    },
    {
      features: /locked until a date, by parts$/,
      reason: "forgets the lock of an upload in parts",
    },
  ],
  s3rver: [
    {
      features:
        /URL: (list of version|the bucket itself|the bucket's location)|list and delete|URL: .* bucket's own host$/,
      reason: "compares signatures of a bucket's URL without the slash at its end",
    },
    {
      features: /^v4 URL: PUT with signed headers$/,
      reason: "does not fold spaces inside a header's value, as V4 demands",
    },
    {
      features: /^v2 URL: PUT with signed headers$/,
      reason: "folds spaces inside a header's value, which V2 does not",
    },
    {
      features: /^v4 URL: GET that saves under a name/,
      reason: "compares queries with !'()* unescaped",
    },
    {
      features: /a multipart upload|parts that is (taken up|aborted)/,
      reason: "lists no parts of an upload, and aborts none",
    },
    {
      features: /^(CRC|SHA)\w+ of |^parts with a checksum|checksum in its query$/,
      reason: "keeps no checksums",
    },
    {
      features: /form: (key named by the file|the file's name inside the key)$/,
      reason: "does not put the file's name in place of ${filename}",
    },
    {
      features: /form: answer with the place and the ETag$/,
      reason: "writes Etag for ETag in a form's answer",
    },
    {
      features: /^v4 URL refused: an x-amz header more$/,
      reason: "takes x-amz-* headers that are not signed",
    },
    {
      features: /range of another object than was meant is refused$/,
      reason: "ignores If-Match",
    },
  ],
};
