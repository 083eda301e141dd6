// @ts-nocheck: it runs beside the installed packages.
// The jsdom environment of Jest hides these classes of Node.
import { TextDecoder, TextEncoder } from "node:util";

Object.assign(globalThis, { TextDecoder, TextEncoder });
