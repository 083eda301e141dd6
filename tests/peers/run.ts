import { defects } from "./defects.ts";
import { concerns } from "./feature.ts";
import { features } from "./features.ts";
import type { Server } from "./server.ts";
import { startMiniStack } from "./servers/ministack.ts";
import { startMoto } from "./servers/moto.ts";
import { startRclone } from "./servers/rclone.ts";
import { startS3rver } from "./servers/s3rver.ts";
import { startSeaweedFs } from "./servers/seaweedfs.ts";
import { startLocalStack } from "./servers/stack.ts";

type Outcome =
  | { is: "yes" | "not asked" }
  | { is: "known"; reason: string }
  | { is: "no" | "mended"; message: string };

const signs: Record<Outcome["is"], string> = {
  yes: "yes",
  "not asked": "-",
  known: "known",
  no: "NO",
  mended: "MENDED",
};

const starts: Record<string, () => Promise<Server>> = {
  stack: startLocalStack,
  seaweedfs: startSeaweedFs,
  ministack: startMiniStack,
  rclone: startRclone,
  moto: startMoto,
  s3rver: startS3rver,
};
const chosen = process.argv.slice(2);
const unknown = chosen.find((name) => !Object.hasOwn(starts, name));
if (unknown !== undefined) {
  console.error(`There is no server ${unknown}. Choose from ${Object.keys(starts).join(", ")}.`);
  process.exit(1);
}
const columns: { name: string; outcomes: Outcome[] }[] = [];
for (const [name, start] of Object.entries(starts)) {
  if (chosen.length > 0 && !chosen.includes(name)) continue;
  const server = await start();
  try {
    columns.push({ name: server.name, outcomes: await ask(server) });
  } finally {
    await server.stop();
  }
}
print();

/** One after the other, so that a server's log can be read beside the table. */
async function ask(server: Server): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const feature of features) {
    const { name, run } = feature;
    const known = defects[server.name]?.find((defect) => defect.features.test(name));
    if (!concerns(feature, server)) {
      outcomes.push({ is: "not asked" });
      continue;
    }
    try {
      await run(server);
      outcomes.push(
        known === undefined
          ? { is: "yes" }
          : { is: "mended", message: `listed as a defect, and works: ${known.reason}` },
      );
    } catch (error) {
      const message = (error as Error).message.replace(/\s+/g, " ").slice(0, 300);
      outcomes.push(
        known === undefined ? { is: "no", message } : { is: "known", reason: known.reason },
      );
    }
  }
  return outcomes;
}

function print(): void {
  const width = Math.max(...features.map(({ name }) => name.length));
  const row = (cells: string[]) =>
    cells
      .map((cell, index) => cell.padEnd(index === 0 ? width : 12))
      .join("  ")
      .trimEnd();
  console.log(row(["", ...columns.map(({ name }) => name)]));
  for (const [index, { name }] of features.entries()) {
    console.log(
      row([name, ...columns.map(({ outcomes }) => signs[(outcomes[index] as Outcome).is])]),
    );
  }
  for (const { name, outcomes } of columns) {
    const reasons = new Set(
      outcomes.map((outcome) => (outcome.is === "known" ? outcome.reason : "")),
    );
    for (const reason of reasons) if (reason) console.log(`\nknown of ${name}: ${reason}`);
  }
  let failed = 0;
  for (const { name, outcomes } of columns) {
    for (const [index, outcome] of outcomes.entries()) {
      if (outcome.is !== "no" && outcome.is !== "mended") continue;
      failed += 1;
      console.log(`\n${name}, ${features[index]?.name}: ${outcome.message}`);
    }
  }
  const asked = columns.flatMap(({ outcomes }) => outcomes).filter(({ is }) => is !== "not asked");
  console.log(`\n${asked.length - failed} as expected, ${failed} not`);
  if (failed > 0) process.exitCode = 1;
}
