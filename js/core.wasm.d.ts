import type { CoreSource } from "./slim.js";

/** The import as the bundler or the server provides it: an address, bytes or a module. `init` accepts each. */
declare const core: CoreSource;
export default core;
