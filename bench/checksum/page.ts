import { portableImplementations } from "./implementations.ts";
import { measure, type Speeds } from "./measure.ts";

declare global {
  function measureChecksums(): Promise<Speeds>;
}

globalThis.measureChecksums = async () => measure(await portableImplementations());
