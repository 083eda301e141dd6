/** What a signer gives for one key: a presigned URL, or a form to POST. */
export type Signed = string | { url: string; fields: Record<string, string> };

type Sign = (keys: readonly string[]) => readonly Signed[] | Promise<readonly Signed[]>;

/** One way to sign, of this package or of a peer. */
export interface Signer {
  name: string;
  /** The package it comes from; its version is told with the figures. */
  from: string;
  method: "GET" | "PUT" | "POST";
  /** How many keys it is given at a time, where that matters. */
  batch?: number;
  /** Whether the keys are to differ in length. */
  mixed?: boolean;
  /** Makes what signs, as a page would once: all that is kept between URLs is made here. */
  make(): Sign;
}

/** Signs one key after the other, as a caller does who waits for each. */
export function oneByOne(sign: (key: string) => Signed): Sign {
  return (keys) => {
    const signed: Signed[] = [];
    for (const key of keys) signed.push(sign(key));
    return signed;
  };
}

/** The same with a signer that returns promises. */
export function awaitedOneByOne(sign: (key: string) => Promise<Signed>): Sign {
  return async (keys) => {
    const signed: Signed[] = [];
    for (const key of keys) signed.push(await sign(key));
    return signed;
  };
}

/** All promises at once, which spares the waiting between them. */
export function allAtOnce(sign: (key: string) => Promise<Signed>): Sign {
  return (keys) => Promise.all(keys.map(sign));
}
