import { S3 } from "s3-signpost";
import { formatBytes } from "./bytes.ts";
import type { SignedLink } from "./signed-link.ts";

/** Whoever holds a link needs no credentials. */
const NOBODY = { accessKeyId: "none", secretAccessKey: "none" };

/**
 * Asks the endpoint for the link exactly as it stands, as its holder would, and says in one line what it
 * leads to. The client's own signature is thrown away: what counts is how it reads the answer.
 *
 * @throws {ServiceError} with S3's own code when the endpoint refuses
 * @throws {TransferError} when no answer can be read
 */
export async function checkLink({ link, location, request }: SignedLink): Promise<string> {
  const s3 = new S3({
    ...location,
    credentials: NOBODY,
    retry: { attempts: 1 },
    fetch: (_, options) => fetch(link.url, { ...options, headers: link.headers }),
  });
  const transfer = s3.download(request.key ?? "", { to: "stream", verify: false });
  const { info } = await transfer;
  transfer.abort();
  const facts = [info.contentType, Number.isFinite(info.size) && formatBytes(info.size)];
  return ["It works", ...facts].filter(Boolean).join(" · ");
}
