import type { CoreSource } from "./wasm/core.ts";

/** What the bundler, or the server, makes of the import: an address, bytes or a module, each of which `init` takes. */
declare const core: CoreSource;
export default core;
