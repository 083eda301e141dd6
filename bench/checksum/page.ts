import { measure, type Speeds } from "./measure.ts";
import { waysAnywhere } from "./ways.ts";

declare global {
  function measureChecksums(): Promise<Speeds>;
}

globalThis.measureChecksums = async () => measure(await waysAnywhere());
