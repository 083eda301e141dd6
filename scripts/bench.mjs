import { onSupportedNode } from "./node-version.mjs";

const { benchCommand } = await onSupportedNode("./bench/command.mjs");
await benchCommand(process.argv.slice(2));
