import { onSupportedNode } from "./node-version.mjs";

const { buildCommand } = await onSupportedNode("./build/command.mjs");
await buildCommand();
