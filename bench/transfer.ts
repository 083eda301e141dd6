/*
 * Measures uploads and downloads in Chromium with this package, with peers, and with the least code that does the work,
 * against the local stack, in one run: the ratios are meaningful, the times are not. `npm run bench:transfer` runs it and
 * describes its options; with any of them, no file is written.
 */
import { randomFillSync } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { buildStack } from "../scripts/build.ts";
import { reportErrors } from "../scripts/errors.ts";
import { packagesFolder, requirePackages } from "../scripts/machine/packages-apart.ts";
import { inRoot } from "../scripts/paths.mjs";
import { type Say, step } from "../scripts/step.ts";
import { type Stack, startStack } from "../tests/e2e/stack.ts";
import { commit, machine, versionOf } from "./machine.ts";
import { Chromium, type Tab } from "./transfer/chromium.ts";
import { coldPages } from "./transfer/cold.ts";
import type { ContenderInfo } from "./transfer/in-page.ts";
import { readUsage, watchUsage } from "./transfer/memory.ts";
import { type ColdTimes, type Measurement, report } from "./transfer/report.ts";
import { coldScript, TransferSite } from "./transfer/site.ts";

const { values: options } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    only: { type: "string", default: "" },
    debug: { type: "boolean", default: false },
  },
});
const { quick, only } = options;
const rounds = quick ? 1 : 7;
const coldRounds = quick ? 1 : 9;
const LARGE = 200 * 1024 * 1024;
const SMALL = 1024 * 1024;
const SMALL_FILES = 20;

/** A slow line, and a processor a quarter as fast, as of a phone. Bits a second and milliseconds. */
const SLOW = { bandwidth: 1_600_000, latency: 150, slowdown: 4 };

const jobs: Record<string, string> = {
  "large up": "200 MiB up",
  "large down": "200 MiB down to a Blob",
  "small up in turn": `${SMALL_FILES} × 1 MiB up, in turn`,
  "small up at once": `${SMALL_FILES} × 1 MiB up, at once`,
  "small down in turn": `${SMALL_FILES} × 1 MiB down, in turn`,
};

await reportErrors(async () => {
  await requirePackages("amplify", "bench/amplify");
  const binary = await buildStack(options.debug ? "debug" : "release");
  const folder = mkdtempSync(join(tmpdir(), "s3-signpost-transfer-files-"));
  const files = makeFiles(folder);
  const stack = await startStack({ binary });
  const { s3: endpoint, region, bucket, accessKeyId, secretAccessKey } = stack.ready;
  const target = { endpoint, region, bucket, accessKeyId, secretAccessKey };
  const site = await TransferSite.start(target);
  const chromium = Chromium.start();
  try {
    const tab = await chromium.open(site.pageOf("in-page.js"));
    await tab.chooseFiles(files);
    const contenders = await tab.evaluate<ContenderInfo[]>("transfers.contenders()");
    await tab.evaluate("transfers.prepare()");
    const measured = new Map<string, Measurement[]>();
    for (const [job, title] of Object.entries(jobs)) {
      if (!job.includes(only)) continue;
      await step(title, async (say) => {
        measured.set(title, await compare(job, contenders, { chromium, tab, stack }, say));
      });
    }
    await tab.close();
    const cold: ColdTimes[] = [];
    await step("Cold pages", async (say) => {
      if (!"cold".includes(only)) return "skipped";
      for (let round = 0; round < coldRounds; round += 1) {
        say(`round ${round + 1} of ${coldRounds}`);
        for (const [index, { name }] of coldPages.entries()) {
          cold[index] ??= { name, milliseconds: [] };
          const time = await coldTime(chromium, site.pageOf(coldScript(index)));
          cold[index].milliseconds.push(time);
        }
      }
    });
    const packages = [...contenders, ...coldPages].map(({ from }) => from);
    const text = report(measured, contenders, cold, {
      commit: await commit(),
      machine: machine(),
      versions: [
        `Chromium ${await chromium.version()}`,
        ...[...new Set(packages)].filter((name) => name !== "the engine").map(versionText),
      ],
      rounds,
    });
    console.log(`\n${text}`);
    if (process.argv.length === 2) writeFileSync(inRoot("bench", "transfers.md"), text);
  } finally {
    await chromium.close();
    site.stop();
    await stack.stop();
    rmSync(folder, { recursive: true });
  }
});

interface Setup {
  chromium: Chromium;
  tab: Tab;
  stack: Stack;
}

/**
 * Times every contender in each round, so that a slow moment of the machine affects all of them. The first round warms up,
 * and counts the requests: browsers remember some preflights.
 */
async function compare(
  job: string,
  contenders: readonly ContenderInfo[],
  { chromium, tab, stack }: Setup,
  say: Say,
): Promise<Measurement[]> {
  const results = new Map<string, Measurement>();
  for (let round = 0; round <= rounds; round += 1) {
    say(`round ${round} of ${rounds}`);
    for (const { name } of contenders) {
      await tab.collectGarbage();
      await stack.clearRequests();
      const usage = await watchUsage(await chromium.renderers());
      const call = `transfers.time(${JSON.stringify(job)}, ${JSON.stringify(name)})`;
      const time = await tab.evaluate<number | undefined>(call);
      if (time === undefined) continue;
      const result = results.get(name) ?? {
        name,
        milliseconds: [],
        bytes: [],
        ...(await counts(stack)),
      };
      results.set(name, result);
      if (round === 0) continue;
      result.milliseconds.push(time);
      result.bytes.push(await readUsage(usage));
    }
  }
  return [...results.values()];
}

async function counts(stack: Stack): Promise<{ requests: number; preflights: number }> {
  let [requests, preflights] = [0, 0];
  for (const [name, count] of Object.entries(await stack.counts())) {
    if (name.endsWith(" OPTIONS")) preflights += count;
    else requests += count;
  }
  return { requests, preflights };
}

/** Returns the milliseconds from the navigation until the page's file is stored. */
async function coldTime(chromium: Chromium, url: string): Promise<number> {
  const tab = await chromium.open(url, async (tab) => {
    const throughput = SLOW.bandwidth / 8;
    await tab.send("Network.enable");
    await tab.send("Network.setCacheDisabled", { cacheDisabled: true });
    await tab.send("Network.emulateNetworkConditions", {
      offline: false,
      latency: SLOW.latency,
      downloadThroughput: throughput,
      uploadThroughput: throughput,
    });
    await tab.send("Emulation.setCPUThrottlingRate", { rate: SLOW.slowdown });
  });
  const time = await tab.evaluate<number>("stored");
  await tab.close();
  return time;
}

/** Returns the paths of a large file and of small ones. */
function makeFiles(folder: string): string[] {
  const write = (name: string, size: number) => {
    const path = join(folder, name);
    writeFileSync(path, randomFillSync(Buffer.alloc(size)));
    return path;
  };
  return [
    write("large.bin", LARGE),
    ...Array.from({ length: SMALL_FILES }, (_, index) => write(`small-${index}.bin`, SMALL)),
  ];
}

function versionText(name: string): string {
  const folder = name === "aws-amplify" ? packagesFolder("amplify") : undefined;
  return `${name} ${versionOf(name, folder)}`;
}
