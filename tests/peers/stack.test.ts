import { after, before, test } from "node:test";
import { features } from "./features.ts";
import type { Server } from "./server.ts";
import { startLocalStack } from "./servers/stack.ts";

let server: Server;
before(async () => {
  server = await startLocalStack();
});
after(() => server.stop());

for (const { name, run } of features) test(name, () => run(server));
