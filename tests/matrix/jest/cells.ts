import type { Cell } from "../runner/cell.ts";
import { shortVersion } from "../runner/version.ts";

const cell = (mode: string, ...options: string[]): Cell => ({
  group: "Tests",
  name: "Jest",
  versionOf: "jest",
  mode,
  check: "signature",
  // Jest's documentation: a package of ES modules needs this option of Node.
  run: (project) =>
    project.print(
      `Node ${shortVersion(process.versions.node)}`,
      "node",
      "--experimental-vm-modules",
      "node_modules/jest/bin/jest.js",
      ...options,
    ),
});

export const cells = [
  cell("node environment", "--env=node"),
  cell(
    "jsdom environment, with TextEncoder and TextDecoder in `setupFiles`",
    "--env=jsdom",
    "--setupFiles=./text-coding.js",
  ),
];
