import type { Signed } from "../signer.ts";
import type { Signing } from "./signing.ts";

/** A JavaScript engine that runs the signers. */
export interface Engine {
  name: string;
  version: string;
  signing: Signing;
  /** Evaluates the module of a signer in a new page or process, and signs `count` keys. */
  cold(file: string, count: number): Promise<ColdStart>;
  /** Returns the peak memory of the process that signs, in bytes, if the system reports it. */
  peakMemory(): Promise<number | undefined>;
  close(): Promise<void>;
}

export interface ColdStart {
  /** Time from the evaluation of the module to the last URL. */
  milliseconds: number;
  /** The last key, and its URL. */
  key: string;
  signed: Signed;
}

/** Calls a method of a {@link Signing} in another process or page. */
export type Call = (method: keyof Signing, args: readonly unknown[]) => Promise<never>;

/** Returns a {@link Signing} that forwards its calls. */
export function remoteSigning(call: Call): Signing {
  return {
    signers: (...args) => call("signers", args),
    sample: (...args) => call("sample", args),
    measure: (...args) => call("measure", args),
    compress: (...args) => call("compress", args),
    memory: (...args) => call("memory", args),
  };
}
