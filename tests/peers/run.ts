import { defects } from "./defects.ts";
import { appliesTo, type Feature } from "./feature.ts";
import { features } from "./features.ts";
import { type Column, type Outcome, printReport } from "./report.ts";
import type { Server } from "./server.ts";
import { startLocalStack } from "./servers/local-stack.ts";
import { startMiniStack } from "./servers/ministack.ts";
import { startMoto } from "./servers/moto.ts";
import { startRclone } from "./servers/rclone.ts";
import { startS3rver } from "./servers/s3rver.ts";
import { startSeaweedFs } from "./servers/seaweedfs.ts";

const starters: Record<string, () => Promise<Server>> = {
  stack: startLocalStack,
  seaweedfs: startSeaweedFs,
  ministack: startMiniStack,
  rclone: startRclone,
  moto: startMoto,
  s3rver: startS3rver,
};
const chosen = process.argv.slice(2);
const unknown = chosen.find((name) => !Object.hasOwn(starters, name));
if (unknown !== undefined) {
  const names = Object.keys(starters).join(", ");
  console.error(`Unknown server "${unknown}". Available: ${names}.`);
  process.exit(1);
}
const columns: Column[] = [];
for (const [name, start] of Object.entries(starters)) {
  if (chosen.length > 0 && !chosen.includes(name)) continue;
  const server = await start();
  try {
    columns.push({ server: server.name, outcomes: await runAll(server) });
  } finally {
    await server.stop();
  }
}
const unexpected = printReport(features, columns);
if (unexpected > 0) process.exitCode = 1;

/** Runs one feature after the other, so that the server's log follows the order of the table. */
async function runAll(server: Server): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const feature of features) outcomes.push(await outcomeOf(feature, server));
  return outcomes;
}

async function outcomeOf(feature: Feature, server: Server): Promise<Outcome> {
  if (!appliesTo(feature, server)) return { status: "skipped" };
  const defect = defects[server.name]?.find(({ pattern }) => pattern.test(feature.name));
  try {
    await feature.run(server);
  } catch (error) {
    if (defect !== undefined) return { status: "known defect", reason: defect.reason };
    const message = (error as Error).message.replace(/\s+/g, " ").slice(0, 300);
    return { status: "failed", message };
  }
  if (defect === undefined) return { status: "passed" };
  const message = `passes, but tests/peers/defects.ts lists it: ${defect.reason}`;
  return { status: "fixed defect", message };
}
