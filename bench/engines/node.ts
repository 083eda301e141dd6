import { fork } from "node:child_process";
import { once } from "node:events";
import { inRoot } from "../../scripts/paths.mjs";
import { run } from "../../scripts/shell.ts";
import { bundleFolder } from "../bundles.ts";
import { folder } from "../compressions.ts";
import { type ColdStart, type Engine, remoteSigning } from "./engine.ts";
import { peakMemory } from "./peak-memory.ts";
import { Replies } from "./replies.ts";

interface Reply {
  result?: unknown;
  error?: string;
}

// Packages warn about old versions of Node, which would take time.
const quiet = "--no-warnings";

/** Starts another process of this Node. */
export async function startNode(): Promise<Engine> {
  const child = fork(`${bundleFolder}/in-node.mjs`, {
    execArgv: [quiet, "--expose-gc"],
    env: { ...process.env, BUILT: inRoot(folder) },
  });
  const replies = new Replies<Reply>();
  child.on("message", (reply: Reply) => replies.deliver(reply));
  child.on("exit", (code) =>
    replies.end(new Error(`The Node process that signs ended with ${code}.`)),
  );
  return {
    name: "Node",
    version: process.version.slice(1),
    signing: remoteSigning(async (method, args) => {
      child.send({ method, args });
      const { result, error } = await replies.next();
      if (error !== undefined) throw new Error(error);
      return result as never;
    }),
    cold,
    peakMemory: () => peakMemory(child.pid),
    async close() {
      if (!child.connected) return;
      child.disconnect();
      await once(child, "exit");
    },
  };
}

async function cold(file: string, count: number): Promise<ColdStart> {
  const { stdout } = await run(process.execPath, [
    quiet,
    `${bundleFolder}/cold/${file}.cjs`,
    String(count),
  ]);
  return JSON.parse(stdout);
}
