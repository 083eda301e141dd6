import { readFile, writeFile } from "node:fs/promises";
import { peakMemory } from "../engines/peak-memory.ts";

/** Resident memory of processes at a start, in bytes, by process. Empty if the system is not Linux. */
export type Usage = Map<number, number>;

/** Starts to measure how much memory the processes need from now on. */
export async function watchUsage(processes: readonly number[]): Promise<Usage> {
  const usage: Usage = new Map();
  for (const process of processes) {
    // Resets the peak (proc(5), "clear_refs").
    const isReset = await writeFile(`/proc/${process}/clear_refs`, "5").then(
      () => true,
      () => false,
    );
    const status = await readFile(`/proc/${process}/status`, "utf8").catch(() => "");
    const [, kibibytes] = /^VmRSS:\s+(\d+) kB$/m.exec(status) ?? [];
    if (isReset && kibibytes !== undefined) usage.set(process, Number(kibibytes) * 1024);
  }
  return usage;
}

/** Returns the bytes by which the memory of a process grew at most; NaN if that is unknown. */
export async function readUsage(usage: Usage): Promise<number> {
  let growth = Number.NaN;
  for (const [process, before] of usage) {
    const peak = await peakMemory(process);
    if (peak !== undefined) growth = Math.max(peak - before, Number.isNaN(growth) ? 0 : growth);
  }
  return growth;
}
