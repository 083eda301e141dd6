import { once } from "node:events";
import { createServer } from "node:net";
import { Problem } from "../problem.mjs";

/**
 * Makes sure that every port is free, before minutes go into a build that could not be served.
 *
 * @param {Map<string, string>} values option values by name
 * @throws {Problem} naming the option to change
 */
export async function requireFreePorts(values) {
  const seen = new Map();
  for (const [name, value] of values) {
    if (!name.endsWith("-port") || value === "0") continue;
    if (seen.has(value)) {
      throw new Problem(`--${seen.get(value)} and --${name} are both ${value}: give each its own.`);
    }
    seen.set(value, name);
    await requireFree(name, Number(value));
  }
}

/**
 * @param {string} name
 * @param {number} port
 */
async function requireFree(name, port) {
  const server = createServer().listen(port, "127.0.0.1");
  try {
    await once(server, "listening");
  } catch (cause) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (cause);
    const what =
      code === "EADDRINUSE" ? "is taken by another program" : `cannot be opened (${code})`;
    throw new Problem(
      `Port ${port} on 127.0.0.1 ${what}.\n` +
        `Choose another with: npm start -- --${name} ${port < 65_000 ? port + 100 : 8180}\n` +
        `or any free one with: npm start -- --${name} 0`,
      { cause },
    );
  } finally {
    server.close();
  }
}
