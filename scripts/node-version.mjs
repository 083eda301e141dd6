/**
 * Runs a script on a Node that is new enough, and says what to do on one that is not. The script is
 * loaded only after the check, because an old Node fails on its syntax before a line of it runs: this
 * file keeps to what Node 14 reads.
 *
 * @param {string} script the script's path, relative to this folder
 */
export function onSupportedNode(script) {
  const major = Number(process.versions.node.split(".")[0]);
  if (major >= 20) return import(script);
  console.error(
    `This project needs Node 20 or newer, and this is Node ${process.versions.node} (${process.execPath}).\n` +
      "Install a current one from https://nodejs.org, or with a version manager (nvm install 22 && nvm use 22), and run the command again.",
  );
  process.exit(1);
}
