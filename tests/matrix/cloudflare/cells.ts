import type { Cell } from "../runner/cell.ts";
import { freePort } from "../runner/free-port.ts";

export const cells: Cell[] = [
  {
    group: "Servers and edge",
    name: "Cloudflare Workers",
    versionOf: "wrangler",
    mode: "wrangler dev",
    async run(project) {
      const port = await freePort();
      const address = await project.start("wrangler", "dev", "--port", port, "--ip", "127.0.0.1");
      return project.fetchReport(`workerd ${project.version("workerd")}`, address);
    },
  },
];
