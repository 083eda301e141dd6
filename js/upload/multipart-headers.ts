import { filterHeaders } from "../transfer/arguments.ts";
import type { UploadRequest } from "./upload-request.ts";

const REQUESTER = /^x-amz-(?:request-payer|expected-bucket-owner)$/;
const CUSTOMER_KEY = /^x-amz-server-side-encryption-customer-(?:algorithm|key|key-md5)$/;

/**
 * Returns the headers of an upload that the requests after CreateMultipartUpload repeat, from "Request Syntax" of each
 * operation (API reference). S3 requires the customer's key with each part, and with ListParts and
 * CompleteMultipartUpload of an upload with checksums.
 */
export function repeatedHeaders({ headers }: UploadRequest): Record<string, string> {
  return filterHeaders(headers, (name) => REQUESTER.test(name) || CUSTOMER_KEY.test(name));
}

/** Returns the headers of an upload that AbortMultipartUpload repeats. */
export function requesterHeaders({ headers }: UploadRequest): Record<string, string> {
  return filterHeaders(headers, (name) => REQUESTER.test(name));
}
