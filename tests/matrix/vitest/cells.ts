import type { Cell } from "../runner/cell.ts";
import { shortVersion } from "../runner/version.ts";

const inEnvironment = (environment: string): Cell => ({
  group: "Tests",
  name: "Vitest",
  versionOf: "vitest",
  mode: `${environment} environment`,
  check: "signature",
  run: (project) =>
    project.print(
      `Node ${shortVersion(process.versions.node)}`,
      "vitest",
      "run",
      "--environment",
      environment,
    ),
});

export const cells = [inEnvironment("node"), inEnvironment("jsdom")];
