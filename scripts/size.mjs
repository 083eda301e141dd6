import { onSupportedNode } from "./node-version.mjs";

const { sizeCommand } = await onSupportedNode("./size/command.mjs");
await sizeCommand();
