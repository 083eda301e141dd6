import { onSupportedNode } from "./node-version.mjs";

const { memoryCommand } = await onSupportedNode("./memory/command.mjs");
await memoryCommand(process.argv.slice(2));
