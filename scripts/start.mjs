import { onSupportedNode } from "./node-version.mjs";

const { startCommand } = await onSupportedNode("./start/command.mjs");
await startCommand(process.argv.slice(2));
