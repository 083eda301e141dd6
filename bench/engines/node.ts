import { fork } from "node:child_process";
import { once } from "node:events";
import { inRoot } from "../../scripts/paths.mjs";
import { run } from "../../scripts/shell.ts";
import { bundled } from "../bundles.ts";
import { folder } from "../limit.ts";
import { type ColdStart, type Engine, signingBy } from "./engine.ts";
import { Replies } from "./replies.ts";
import { highestResident } from "./resident.ts";

interface Reply {
  answer?: unknown;
  error?: string;
}

// What packages say of this version of Node has no part in the figures.
const quiet = "--no-warnings";

/** This Node, in a process of its own. */
export async function startNode(): Promise<Engine> {
  const child = fork(`${bundled}/in-node.mjs`, {
    execArgv: [quiet, "--expose-gc"],
    env: { ...process.env, BUILT: inRoot(folder) },
  });
  const replies = new Replies<Reply>();
  child.on("message", (reply: Reply) => replies.deliver(reply));
  child.on("exit", (code) => replies.end(new Error(`The Node that signs ended with ${code}.`)));
  return {
    name: "Node",
    version: process.version.slice(1),
    signing: signingBy(async (method, args) => {
      child.send({ method, args });
      const { answer, error } = await replies.next();
      if (error !== undefined) throw new Error(error);
      return answer as never;
    }),
    cold,
    resident: () => highestResident(child.pid),
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
    `${bundled}/cold/${file}.cjs`,
    String(count),
  ]);
  return JSON.parse(stdout);
}
