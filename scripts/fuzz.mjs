import { onSupportedNode } from "./node-version.mjs";

const { fuzzCommand } = await onSupportedNode("./fuzz/command.mjs");
await fuzzCommand(process.argv.slice(2));
