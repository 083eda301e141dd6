import { readFile } from "node:fs/promises";

/** Returns the peak resident memory of a process in bytes, or undefined if the system is not Linux. */
export async function peakMemory(process: number | undefined): Promise<number | undefined> {
  const status = await readFile(`/proc/${process}/status`, "utf8").catch(() => "");
  const [, kibibytes] = /^VmHWM:\s+(\d+) kB$/m.exec(status) ?? [];
  return kibibytes === undefined ? undefined : Number(kibibytes) * 1024;
}
