import { type Credentials, cognito } from "s3-signpost";
import { memoryStorage } from "./memory-storage.ts";

/** The description that the local stack serves at `/stack.json`. */
export interface LocalStack {
  s3Endpoint: string;
  identityEndpoint: string;
  identityPoolId: string;
  region: string;
  bucket: string;
  sampleKey: string;
}

let found: Promise<LocalStack | undefined> | undefined;

/** Returns the local stack that serves this page, or `undefined` if another host does. Asks the host once. */
export function findLocalStack(): Promise<LocalStack | undefined> {
  found ??= fetchDescription();
  return found;
}

async function fetchDescription(): Promise<LocalStack | undefined> {
  try {
    const response = await fetch("stack.json", { cache: "no-store", credentials: "omit" });
    return response.ok ? ((await response.json()) as LocalStack) : undefined;
  } catch {
    return undefined;
  }
}

/** Returns a provider of guest credentials. It keeps the identity in memory only. */
export function guestProvider(stack: LocalStack): () => Promise<Credentials> {
  return cognito({
    identityPoolId: stack.identityPoolId,
    endpoint: stack.identityEndpoint,
    storage: memoryStorage(),
  });
}
