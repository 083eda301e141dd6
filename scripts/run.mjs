/*
 * The entry of every command: `node scripts/run.mjs test --only js`. Checks Node's version, installs the Rust
 * toolchain and the npm packages, and then runs the command in scripts/main.ts.
 *
 * This file and setup.mjs run before `npm ci`, so they import Node's own modules only. They use syntax that Node 14
 * can parse: an older Node must get as far as the message about its version.
 */
const [command = "", ...options] = process.argv.slice(2);

requireNode()
  .then(() => import("./setup.mjs"))
  .then(({ setUp }) => setUp({ rust: !options.includes("--help") }))
  .then(() => import("tsx/esm/api"))
  .then(({ register }) => {
    register();
    return import("./main.ts");
  })
  .then(({ main }) => main([command, ...options]))
  .catch((error) => {
    process.exitCode = 1;
    console.error(`\n${error.message}`);
    // Whoever reads the last line of `npm test` for the count finds one.
    if (command === "test") console.log("\n0 passed, 1 failed");
  });

async function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  // 20.9 is the first long-term release of Node 20, and the minimum of the build's own tools.
  if (major > 20 || (major === 20 && minor >= 9)) return;
  throw new Error(
    `This project needs Node 20.9 or newer; this is Node ${process.versions.node} (${process.execPath}).\n` +
      "Install a current one from https://nodejs.org, or with a version manager (nvm install 22 && nvm use 22), and run the command again.",
  );
}
