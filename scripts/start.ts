import { once } from "node:events";
import { createServer } from "node:net";
import { execa } from "execa";
import { Problem } from "./errors.ts";
import { inRoot, root } from "./paths.mjs";

/**
 * Checks that every port is free, before minutes go into a build that could not be served.
 *
 * @param ports port numbers by option name; 0 stands for any free port
 * @throws {Problem} naming the option to change
 */
export async function requireFreePorts(ports: ReadonlyMap<string, number>): Promise<void> {
  const options = new Map<number, string>();
  for (const [option, port] of ports) {
    if (port === 0) continue;
    const other = options.get(port);
    if (other) throw new Problem(`--${other} and --${option} are both ${port}: use two ports.`);
    options.set(port, option);
    await requireFree(option, port);
  }
}

async function requireFree(option: string, port: number): Promise<void> {
  const server = createServer().listen(port, "127.0.0.1");
  try {
    await once(server, "listening");
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const reason =
      code === "EADDRINUSE" ? "is used by another program" : `cannot be opened (${code})`;
    throw new Problem(
      `Port ${port} on 127.0.0.1 ${reason}.\n` +
        `Choose another with: npm start -- --${option} ${port < 65_000 ? port + 100 : 8180}\n` +
        `or any free one with: npm start -- --${option} 0`,
      { cause },
    );
  } finally {
    server.close();
  }
}

/** Runs the local stack with the page until it is stopped. */
export async function serve(stack: string, options: readonly string[]): Promise<void> {
  const args = ["--www", inRoot("build", "www"), "--exit-with-parent", ...options];
  console.log();
  // The stack ends when this pipe closes, however this process ends.
  const child = execa(stack, args, {
    cwd: root,
    stdio: ["pipe", "inherit", "inherit"],
    reject: false,
  });
  let isStopping = false;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      isStopping = true;
      child.kill(signal);
    });
  }
  const { exitCode } = await child;
  if (!isStopping) process.exitCode = exitCode ?? 1;
}
