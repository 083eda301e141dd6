/*
 * Measures the time of a presigned URL with this package and with peers, on one machine and in one run: the ratios are
 * meaningful, the times are not. `npm run bench`.
 */
import { writeFileSync } from "node:fs";
import { reportErrors } from "../scripts/errors.ts";
import { inRoot } from "../scripts/paths.mjs";
import { step } from "../scripts/step.ts";
import { bundle } from "./bundles.ts";
import { barChart } from "./charts/bars.ts";
import { type ColdResult, coldTimes } from "./cold/times.ts";
import { Botocore, withBotocore } from "./engines/botocore.ts";
import { startChromium, startFirefox } from "./engines/browser.ts";
import type { Engine } from "./engines/engine.ts";
import { startNode } from "./engines/node.ts";
import { Site } from "./engines/site.ts";
import { figuresOf, limitFigure } from "./figures.ts";
import { commit, machine, versionOf } from "./machine.ts";
import { type EngineResult, report } from "./report.ts";
import { type Plan, timesOf } from "./rounds.ts";
import { measureSha256Limit, type Sha256Limit } from "./sha256-limit.ts";
import { presign, presignMany, presignPost } from "./signers/signpost.ts";
import { checkSigned } from "./validity.ts";

const quick = process.argv.includes("--quick");
const plan: Plan = quick ? { rounds: 3, slice: 15 } : { rounds: 11, slice: 80 };
const coldRounds = quick ? 1 : 5;

await reportErrors(async () => {
  await step("Signers", bundle);
  const closers: (() => unknown)[] = [];
  try {
    const botocore = await Botocore.start();
    closers.push(() => botocore.stop());
    const site = await Site.start();
    closers.push(() => site.stop());
    const engines: Engine[] = [];
    for (const start of [startNode, () => startChromium(site), () => startFirefox(site)]) {
      const engine = await start();
      closers.unshift(() => engine.close());
      engines.push(engine);
    }
    const [node] = engines;
    if (node) node.signing = withBotocore(node.signing, botocore);
    const origins = new Map<string, string>();
    const results: EngineResult[] = [];
    for (const engine of engines) results.push(await compare(engine, origins));
    const cold = await coldStarts(engines);
    await publish(results, cold, origins, botocore);
  } finally {
    for (const close of closers) await close();
  }
});

/** Checks the results of every signer of an engine, and then measures the times. */
async function compare(engine: Engine, origins: Map<string, string>): Promise<EngineResult> {
  const { name, version, signing } = engine;
  let result: EngineResult | undefined;
  await step(`${name} ${version}`, async (say) => {
    const signers = await signing.signers();
    for (const { name: signer, from, method } of signers) {
      say(`checking ${signer}`);
      for (const [key, signed] of await signing.sample(signer)) checkSigned(signed, method, key);
      origins.set(signer, from);
    }
    const methods = new Map(signers.map((signer) => [signer.name, signer.method]));
    const limits: Sha256Limit[] = [];
    // The first measurement includes the compilation: its result is not used.
    await measureSha256Limit(signing);
    const times = await timesOf(signing, signers, plan, say, async () => {
      limits.push(await measureSha256Limit(signing));
    });
    const figures = figuresOf(times, (signer) =>
      methods.get(signer) === "POST" ? presignPost.name : presign.name,
    );
    const limit = {
      one: limitFigure(
        times.get(presign.name),
        limits.map(({ one }) => one),
      ),
      batch: limitFigure(
        times.get(presignMany.name),
        limits.map(({ batch }) => batch),
      ),
    };
    result = { engine: name, version, figures, limit };
  });
  if (result === undefined) throw new Error(`${name} has no result.`);
  return result;
}

async function coldStarts(engines: readonly Engine[]): Promise<ColdResult[]> {
  const results: ColdResult[] = [];
  await step("Cold starts", async (say) => {
    for (const engine of engines) results.push(await coldTimes(engine, coldRounds, say));
  });
  return results;
}

async function publish(
  results: readonly EngineResult[],
  cold: readonly ColdResult[],
  origins: ReadonlyMap<string, string>,
  botocore: Botocore,
): Promise<void> {
  const packages = [...new Set(origins.values())].filter(
    (name) => name !== "botocore" && name !== "the engine",
  );
  const versions = [
    ...packages.map((name) => `${name} ${versionOf(name)}`),
    `botocore ${botocore.version} (Python ${botocore.python})`,
  ];
  const text = report(results, cold, {
    commit: await commit(),
    machine: machine(),
    versions,
    rounds: plan.rounds,
  });
  console.log(`\n${text}`);
  if (quick) return;
  writeFileSync(inRoot("bench", "results.md"), text);
  writeFileSync(inRoot("docs", "bench.svg"), barChart(results));
}
