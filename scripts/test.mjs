import { onSupportedNode } from "./node-version.mjs";

const { testCommand } = await onSupportedNode("./test/command.mjs");
await testCommand(process.argv.slice(2));
