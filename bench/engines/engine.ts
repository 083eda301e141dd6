import type { Signed } from "../signer.ts";
import type { Signing } from "./signing.ts";

/** A place where signers run. */
export interface Engine {
  name: string;
  version: string;
  signing: Signing;
  /** Evaluates a signer's module anew and signs so many keys: milliseconds from there, and the last one. */
  cold(file: string, count: number): Promise<ColdStart>;
  /** All that the process that signs has had in memory at once, in bytes, where that can be known. */
  resident(): Promise<number | undefined>;
  close(): Promise<void>;
}

export interface ColdStart {
  milliseconds: number;
  key: string;
  signed: Signed;
}

/** Asks a {@link Signing} that is elsewhere. */
export type Ask = (method: keyof Signing, args: readonly unknown[]) => Promise<never>;

export function signingBy(ask: Ask): Signing {
  return {
    signers: (...args) => ask("signers", args),
    sample: (...args) => ask("sample", args),
    measure: (...args) => ask("measure", args),
    compress: (...args) => ask("compress", args),
    memory: (...args) => ask("memory", args),
  };
}
