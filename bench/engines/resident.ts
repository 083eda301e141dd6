import { readFile } from "node:fs/promises";

/** The most that a process has had in memory, in bytes; nothing where the system does not tell it as Linux does. */
export async function highestResident(process: number | undefined): Promise<number | undefined> {
  const status = await readFile(`/proc/${process}/status`, "utf8").catch(() => "");
  const [, kibibytes] = /^VmHWM:\s+(\d+) kB$/m.exec(status) ?? [];
  return kibibytes === undefined ? undefined : Number(kibibytes) * 1024;
}
