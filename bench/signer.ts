/** The result for one key: a presigned URL, or a form to POST. */
export type Signed = string | { url: string; fields: Record<string, string> };

type Sign = (keys: readonly string[]) => readonly Signed[] | Promise<readonly Signed[]>;

/** A function of this package or of a peer that signs. */
export interface Signer {
  name: string;
  /** Name of its npm package. */
  from: string;
  method: "GET" | "PUT" | "POST";
  /** Number of keys in one call, if the function takes several. */
  batch?: number;
  /** Whether the keys differ in length. */
  mixed?: boolean;
  /** Returns the function, with everything that a page would create once and keep. */
  create(): Sign;
}

/** Signs one key after the other. */
export function oneByOne(sign: (key: string) => Signed): Sign {
  return (keys) => {
    const signed: Signed[] = [];
    for (const key of keys) signed.push(sign(key));
    return signed;
  };
}

/** Signs one key after the other, with a signer that returns promises. */
export function awaitedOneByOne(sign: (key: string) => Promise<Signed>): Sign {
  return async (keys) => {
    const signed: Signed[] = [];
    for (const key of keys) signed.push(await sign(key));
    return signed;
  };
}

/** Signs all keys at the same time. */
export function allAtOnce(sign: (key: string) => Promise<Signed>): Sign {
  return (keys) => Promise.all(keys.map(sign));
}
