import { type Credentials, cognito } from "s3-signpost";

/** What the local stack says of itself, where it serves this page. */
export interface LocalStack {
  s3Endpoint: string;
  identityEndpoint: string;
  identityPoolId: string;
  region: string;
  bucket: string;
  sampleKey: string;
}

/** The local stack that serves this page. `undefined` when the page is hosted elsewhere. */
export async function findLocalStack(): Promise<LocalStack | undefined> {
  try {
    const response = await fetch("stack.json", { cache: "no-store", credentials: "omit" });
    return response.ok ? ((await response.json()) as LocalStack) : undefined;
  } catch {
    return undefined;
  }
}

/** Short-lived credentials of a guest. The identity is remembered in this page only, and in no storage. */
export function guestOf(stack: LocalStack): () => Promise<Credentials> {
  const remembered = new Map<string, string>();
  return cognito({
    identityPoolId: stack.identityPoolId,
    endpoint: stack.identityEndpoint,
    storage: {
      getItem: (name) => remembered.get(name) ?? null,
      setItem: (name, value) => remembered.set(name, value),
      removeItem: (name) => remembered.delete(name),
    },
  });
}
