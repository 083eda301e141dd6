import { onSupportedNode } from "./node-version.mjs";

const { lintCommand } = await onSupportedNode("./lint/command.mjs");
await lintCommand();
