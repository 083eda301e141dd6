import { CHECKSUM_MODE } from "../checksum/checksum.ts";
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
export const HEADERS = { "content-type": "application/octet-stream", ...CHECKSUM_MODE };

export type ProbedHeader = keyof typeof HEADERS;

export const USES: Readonly<Record<CorsUse, Requirements>> = {
  download: { requests: [["GET"]], methods: ["GET", "HEAD"] },
  verify: {
    requests: [["GET", "x-amz-checksum-mode"]],
    exposed: "checksum",
    methods: ["GET", "HEAD"],
  },
  form: { requests: [["POST"]], methods: ["POST"] },
  put: { requests: [["PUT", "content-type"]], methods: ["PUT"] },
  multipart: {
    requests: [["POST", "content-type"], ["PUT"]],
    exposed: "ETag",
    methods: ["GET", "HEAD", "PUT", "POST", "DELETE"],
  },
  list: { requests: [["GET"]], methods: ["GET"] },
  delete: { requests: [["DELETE"]], methods: ["DELETE"] },
};

/** Every method of a CORS rule (API reference, "CORSRule"). */
export const METHODS = USES.multipart.methods;
