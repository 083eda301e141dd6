import { onSupportedNode } from "./node-version.mjs";

const { peersCommand } = await onSupportedNode("./peers/command.mjs");
await peersCommand(process.argv.slice(2));
