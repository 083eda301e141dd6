/**
 * Runs a script on a Node that is new enough, and says what to do on one that is not. The script is
 * loaded only after the check, because an old Node fails on its syntax before a line of it runs: this
 * file and those that import it keep to what Node 14 reads.
 *
 * @param {string} script the script's path, relative to this folder
 */
export function onSupportedNode(script) {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  // 20.9 is the first long-term release of 20; the build's own tools ask for it.
  if (major > 20 || (major === 20 && minor >= 9)) return import(script);
  console.error(
    `This project needs Node 20.9 or newer, and this is Node ${process.versions.node} (${process.execPath}).\n` +
      "Install a current one from https://nodejs.org, or with a version manager (nvm install 22 && nvm use 22), and run the command again.",
  );
  process.exit(1);
}
