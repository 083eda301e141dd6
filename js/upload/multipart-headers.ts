import type { UploadRequest } from "./upload-request.ts";

const CUSTOMER_KEY = [
  "x-amz-server-side-encryption-customer-algorithm",
  "x-amz-server-side-encryption-customer-key",
  "x-amz-server-side-encryption-customer-key-md5",
];
const REQUESTER = ["x-amz-request-payer", "x-amz-expected-bucket-owner"];

/**
 * Headers of an upload that the requests after CreateMultipartUpload repeat, from "Request Syntax" of each operation (API
 * reference). S3 requires the customer's key with each part, and with ListParts and CompleteMultipartUpload of an upload
 * with checksums.
 */
const REPEATED = {
  UploadPart: [...CUSTOMER_KEY, ...REQUESTER],
  ListParts: [...CUSTOMER_KEY, ...REQUESTER],
  CompleteMultipartUpload: [...CUSTOMER_KEY, ...REQUESTER],
  HeadObject: [...CUSTOMER_KEY, ...REQUESTER],
  AbortMultipartUpload: REQUESTER,
};

/** Returns the headers of the upload that the operation repeats. */
export function repeatedHeaders(
  operation: keyof typeof REPEATED,
  { headers }: UploadRequest,
): Record<string, string> {
  const names = REPEATED[operation];
  return Object.fromEntries(Object.entries(headers).filter(([name]) => names.includes(name)));
}
