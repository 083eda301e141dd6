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
  ],
};
