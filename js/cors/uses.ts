import type { Method } from "../types.ts";
import type { CorsUse } from "./report.ts";

/** The requests of one use of a bucket, as far as CORS distinguishes them. */
interface Requirements {
  /** Requests without which the use fails: a method, and the header that its preflight names. */
  requests: readonly (readonly [method: Method, header?: ProbedHeader])[];
  /** The header of an object's response that the page must be able to read. */
  exposed?: "ETag" | "checksum";
  /** All methods of the use, also those of requests that only help: of `head`, of resuming, and of an abort. */
  methods: readonly Method[];
}

/** Headers that make a preflight necessary, with the values that the requests have. */
export const HEADERS = { "content-type": "application/octet-stream" };

export type ProbedHeader = keyof typeof HEADERS;

/** Every method of a CORS rule (API reference, "CORSRule"). */
export const METHODS: readonly Method[] = ["GET", "HEAD", "PUT", "POST", "DELETE"];

export const USES: Readonly<Record<CorsUse, Requirements>> = {
  download: { requests: [["GET"]], methods: ["GET", "HEAD"] },
  verify: { requests: [["GET"]], exposed: "checksum", methods: ["GET", "HEAD"] },
  form: { requests: [["POST"]], methods: ["POST"] },
  put: { requests: [["PUT", "content-type"]], methods: ["PUT"] },
  multipart: {
    requests: [["POST", "content-type"], ["PUT"]],
    exposed: "ETag",
    methods: METHODS,
  },
  list: { requests: [["GET"]], methods: ["GET"] },
  delete: { requests: [["DELETE"]], methods: ["DELETE"] },
};
