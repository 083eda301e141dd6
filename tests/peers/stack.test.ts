import { after, before, test } from "node:test";
import type { Feature } from "./feature.ts";
import { features } from "./features.ts";
import type { Server } from "./server.ts";
import { startLocalStack } from "./servers/stack.ts";

let server: Server;
before(async () => {
  server = await startLocalStack();
});
after(() => server.stop());

const lacking: Feature["needs"][] = ["customerKeys", "lockBucket"];
for (const { name, needs, run } of features) {
  if (!lacking.includes(needs)) test(name, () => run(server));
}
