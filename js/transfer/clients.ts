import type { TransferEnvironment } from "./environment.ts";

/** The parts of a client that functions outside of it use: `checkCors`. */
export interface ClientParts {
  environment: TransferEnvironment;
  /** The option `endpoint` of the client. */
  endpoint: string | undefined;
}

/** The parts of each client. A method of the client would keep bundlers from leaving out unused functions. */
export const clients = /* @__PURE__ */ new WeakMap<object, ClientParts>();
