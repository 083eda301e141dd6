import { onSupportedNode } from "./node-version.mjs";

const { instructionsCommand } = await onSupportedNode("./instructions/command.mjs");
await instructionsCommand();
