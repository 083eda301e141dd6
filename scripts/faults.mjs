import { onSupportedNode } from "./node-version.mjs";

const { faultsCommand } = await onSupportedNode("./faults/command.mjs");
await faultsCommand(process.argv.slice(2));
