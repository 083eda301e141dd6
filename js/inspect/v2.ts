import { parseDigits } from "../url/text.ts";
import { type Parameters, V2_NAMES } from "./parameters.ts";
import type { Problems } from "./problems.ts";
import { checkedInstant, requireAll, type Signature, setAccessKeyId } from "./signature.ts";

/** The regions that accept Signature Version 2, as in src/v2/limits.rs: those that opened before 2014. */
export const V2_REGIONS =
  "ap-northeast-1 ap-southeast-1 ap-southeast-2 eu-west-1 sa-east-1 us-east-1 us-gov-west-1 us-west-1 us-west-2";

/** Reads the parameters of Signature Version 2 into `read`, and adds their problems. */
export function readV2(parameters: Parameters, read: Signature, problems: Problems): void {
  const [id, expires, signature] = requireAll(parameters, V2_NAMES, problems);
  if (id) setAccessKeyId(id, read, problems);
  if (expires) {
    read.expiresAt = checkedInstant(parseDigits(expires) * 1_000);
    problems.addIf(read.expiresAt === undefined, "InvalidExpiry");
  }
  // 20 bytes in base64.
  problems.addIf(!!signature && !/^[A-Za-z\d+/]{27}=$/.test(signature), "MalformedSignature");
  const { region } = read;
  problems.addIf(
    region !== undefined && !V2_REGIONS.split(" ").includes(region),
    "RegionRefusesV2",
  );
}
