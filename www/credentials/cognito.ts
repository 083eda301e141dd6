import { cognito } from "s3-signpost";
import { findLocalStack } from "../account/local-stack.ts";
import { memoryStorage } from "../account/memory-storage.ts";
import { input, type } from "../parts/elements.ts";
import { words } from "../words.ts";
import { errorsOf, requireValue, startProviderForm } from "./provider-form.ts";

const { cognito: cognitoWords } = words.credentials;

const pool = input("cognito-pool");
const provider = input("cognito-provider");
const token = input("cognito-token");
const endpoint = input("cognito-endpoint");

/** A valid pool, with which the other options are checked. */
const VALID_POOL = "us-east-1:00000000-0000-0000-0000-000000000000";

/** Starts the form of a Cognito identity pool. The local stack fills in its own. */
export function startCognito(): void {
  startProviderForm({
    id: "credentials-cognito",
    name: () => cognitoWords.source(pool.value.trim()),
    check,
    provider: () => cognito(options()),
  });
  findLocalStack().then((stack) => {
    if (!stack || pool.value) return;
    type(pool, stack.identityPoolId);
    type(endpoint, stack.identityEndpoint);
  });
}

function options() {
  const login = provider.value.trim();
  const address = endpoint.value.trim();
  return {
    identityPoolId: pool.value.trim(),
    ...(login && { logins: { [login]: token.value.trim() } }),
    ...(address && { endpoint: address }),
    storage: memoryStorage(),
  };
}

function check() {
  const { endpoint, identityPoolId } = options();
  const hasToken = token.value.trim() !== "";
  const hasLogin = provider.value.trim() !== "";
  return errorsOf(
    () => cognito({ identityPoolId }),
    () => hasToken && requireValue(provider.value.trim(), "provider", cognitoWords.providerHint),
    () => hasLogin && requireValue(token.value.trim(), "logins", cognitoWords.tokenHint),
    () => endpoint && cognito({ identityPoolId: VALID_POOL, endpoint }),
  );
}
