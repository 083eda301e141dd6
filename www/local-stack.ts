import { type Credentials, cognito } from "s3-signpost";

/** The description that the local stack serves at `/stack.json`. */
export interface LocalStack {
  s3Endpoint: string;
  identityEndpoint: string;
  identityPoolId: string;
  region: string;
  bucket: string;
  sampleKey: string;
}

/** Returns the local stack that serves this page, or `undefined` if another host does. */
export async function findLocalStack(): Promise<LocalStack | undefined> {
  try {
    const response = await fetch("stack.json", { cache: "no-store", credentials: "omit" });
    return response.ok ? ((await response.json()) as LocalStack) : undefined;
  } catch {
    return undefined;
  }
}

/** Returns a provider of guest credentials. It keeps the identity in memory only. */
export function guestProvider(stack: LocalStack): () => Promise<Credentials> {
  const identities = new Map<string, string>();
  return cognito({
    identityPoolId: stack.identityPoolId,
    endpoint: stack.identityEndpoint,
    storage: {
      getItem: (name) => identities.get(name) ?? null,
      setItem: (name, value) => identities.set(name, value),
      removeItem: (name) => identities.delete(name),
    },
  });
}
