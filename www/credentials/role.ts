import { webIdentity } from "s3-signpost";
import { account } from "../account/account.ts";
import { input } from "../parts/elements.ts";
import { words } from "../words.ts";
import { errorsOf, requireValue, startProviderForm } from "./provider-form.ts";

const { role: roleWords } = words.credentials;

const roleArn = input("role-arn");
const token = input("role-token");
const region = input("role-region");
const duration = input("role-duration");
const endpoint = input("role-endpoint");

/** Valid values, with which the other options are checked. */
const VALID = {
  roleArn: "arn:aws:iam::123456789012:role/app",
  token: "token",
  region: "us-east-1",
};

/** Starts the form of a role that a token of an identity provider may assume. */
export function startRole(): void {
  startProviderForm({
    id: "credentials-role",
    name: () => roleWords.source(roleArn.value.trim()),
    check,
    provider: () => webIdentity(options()),
  });
}

function options() {
  const address = endpoint.value.trim();
  const seconds = duration.value.trim();
  return {
    roleArn: roleArn.value.trim(),
    token: token.value.trim(),
    region: region.value.trim() || account.location.region,
    ...(seconds && { durationSeconds: Number(seconds) }),
    ...(address && { endpoint: address }),
  };
}

function check() {
  const { roleArn, token, region, durationSeconds, endpoint } = options();
  return errorsOf(
    // Only other services than AWS take a token without a role.
    () => endpoint || requireValue(roleArn, "roleArn", roleWords.arnHint),
    () => webIdentity({ ...VALID, roleArn }),
    () => requireValue(token, "token", roleWords.tokenHint),
    () => endpoint || webIdentity({ ...VALID, region }),
    () => durationSeconds !== undefined && webIdentity({ ...VALID, durationSeconds }),
    () => endpoint && webIdentity({ ...VALID, endpoint }),
  );
}
