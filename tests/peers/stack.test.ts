import { after, before, test } from "node:test";
import type { Requirement } from "./feature.ts";
import { features } from "./features.ts";
import type { Server } from "./server.ts";
import { startLocalStack } from "./servers/local-stack.ts";

let server: Server;
before(async () => {
  server = await startLocalStack();
});
after(() => server.stop());

const UNSUPPORTED: readonly Requirement[] = ["customerKeys", "lockBucket", "corsRules"];
for (const { name, needs = [], run } of features) {
  if (!needs.some((requirement) => UNSUPPORTED.includes(requirement)))
    test(name, () => run(server));
}
