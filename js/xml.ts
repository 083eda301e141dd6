import type {
  CompletedUpload,
  ErrorReply,
  InitiatedUpload,
  PostReply,
  XmlReader,
} from "./transfer/environment.ts";
import { wasm } from "./wasm.ts";

/** Reads S3's documents with the core's reader, which takes hostile and truncated ones. */
export const readXml: XmlReader = {
  readError: (xml) =>
    renamed<ErrorReply>(xml, "Error", {
      code: "Code",
      message: "Message",
      requestId: "RequestId",
      serverTime: "ServerTime",
      region: "Region",
      endpoint: "Endpoint",
    }),
  readPostResponse: (xml) =>
    renamed<PostReply>(xml, "PostResponse", {
      location: "Location",
      bucket: "Bucket",
      key: "Key",
      etag: "ETag",
    }),
  readInitiatedUpload: (xml) =>
    renamed<InitiatedUpload>(xml, "InitiateMultipartUploadResult", { uploadId: "UploadId" }),
  readCompletedUpload: (xml) =>
    renamed<CompletedUpload>(xml, "CompleteMultipartUploadResult", {
      location: "Location",
      etag: "ETag",
    }),
};

function renamed<T extends object>(
  xml: string,
  root: string,
  names: Record<keyof T & string, string>,
): T {
  const elements = (wasm().readReply(xml, root) ?? {}) as Record<string, string>;
  const reply: Record<string, string> = {};
  for (const [name, element] of Object.entries<string>(names)) {
    const text = elements[element];
    if (text !== undefined) reply[name] = text;
  }
  return reply as T;
}
