import { S3 } from "s3-signpost";
import type { SignedLink } from "../account/sign.ts";
import { formatBytes } from "../format/bytes.ts";
import { words } from "../words.ts";

/** The credentials do not matter: the request is replaced by one to the link. */
const UNUSED = { accessKeyId: "none", secretAccessKey: "none" };

/**
 * Requests the link as its recipient would, and returns a line with the type and the size of the object. The
 * client's own URL is not used, only its parsing of the response.
 *
 * @throws {ServiceError} with S3's code if the endpoint responds with an error
 * @throws {TransferError} if no response can be read
 */
export async function checkLink({ link, location, request }: SignedLink): Promise<string> {
  const s3 = new S3({
    ...location,
    credentials: UNUSED,
    retry: { attempts: 1 },
    fetch: (_, options) => fetch(link.url, { ...options, headers: link.headers }),
  });
  const transfer = s3.download(request.key ?? "", { to: "stream", verify: false });
  const { info } = await transfer;
  transfer.abort();
  const facts = [info.contentType, Number.isFinite(info.size) && formatBytes(info.size)];
  return [words.link.result.works, ...facts].filter(Boolean).join(" · ");
}
