import { Problem } from "../errors.ts";
import { tryRun } from "../shell.ts";
import { step } from "../step.ts";

/** Version of cargo-deny that is compiled into target/tools, once. It takes about three minutes. */
const CARGO_DENY = "0.20.2";

/** Settings of the checks. */
export interface AuditOptions {
  /** Leaves out the checks that need a database or keys from a server. */
  offline: boolean;
}

/**
 * Checks the dependencies: licences, sources and advisories of all crates with cargo-deny, and signatures and advisories
 * of the npm packages. Runs every check, also after one that failed.
 *
 * @throws {Problem} with the output of the checks that failed
 */
export async function audit({ offline }: AuditOptions): Promise<void> {
  const deny = await requireCargoDeny();
  const checks: [title: string, program: string, ...args: string[]][] = [
    ["Licences and sources of crates", deny, "check", "licenses", "bans", "sources"],
  ];
  if (!offline) {
    checks.push(
      ["Advisories about crates", deny, "check", "advisories"],
      ["Signatures of npm packages", "npm", "audit", "signatures"],
      // No dependency is in the package: advisories about its tools count from "high" on.
      ["Advisories about npm packages", "npm", "audit", "--audit-level=high"],
    );
  }
  const failed: string[] = [];
  for (const [title, program, ...args] of checks) {
    await step(title, async (say) => {
      const { code, output } = await tryRun(program, args, { onLine: say });
      if (code === 0) return undefined;
      failed.push(`${title}:\n${output}`);
      return "failed";
    });
  }
  if (failed.length > 0) throw new Problem(failed.join("\n\n"));
}

/** @returns the program cargo-deny: one on the PATH, or a compiled one */
async function requireCargoDeny(): Promise<string> {
  const installed = await tryRun("cargo", ["deny", "--version"]);
  if (installed.code === 0) return "cargo-deny";
  const folder = "target/tools";
  await step(`cargo-deny ${CARGO_DENY}`, async (say) => {
    const args = ["install", "--locked", "--root", folder, "--version", CARGO_DENY, "cargo-deny"];
    const { code, output } = await tryRun("cargo", args, { onLine: say });
    if (code !== 0) throw new Problem(output);
  });
  return `${folder}/bin/cargo-deny`;
}
