/**
 * GB/s of each checksum in 64 KiB chunks, here and with peers, in Node and in Chromium, with all that it takes to
 * bring the bytes into WebAssembly. Every way is first checked for the same value.
 *
 * `npm run bench:checksum`, after `npm run build`.
 */
import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import { build } from "esbuild";
import { packedModules } from "../scripts/build/bundle.ts";
import { startBrowser } from "../tests/e2e/browser.ts";
import { PackageSite, PackageTab } from "../tests/e2e/package-tab.ts";
import { measure, type Speeds } from "./checksum/measure.ts";
import { type Way, waysAnywhere } from "./checksum/ways.ts";

const ways = await waysAnywhere();
ways.CRC32["node:zlib"] = (chunks) => {
  let value = 0;
  for (const chunk of chunks) value = crc32(chunk, value);
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return new Uint8Array(bytes);
};
ways.SHA1["node:crypto"] = nodeCrypto("sha1");
ways.SHA256["node:crypto"] = nodeCrypto("sha256");
print(`Node ${process.version}`, await measure(ways));

const { outputFiles } = await build({
  entryPoints: ["bench/checksum/page.ts"],
  bundle: true,
  format: "esm",
  platform: "browser",
  target: "es2022",
  write: false,
  plugins: [packedModules],
});
const [browser, site] = await Promise.all([startBrowser(), PackageSite.start()]);
try {
  const { page } = await PackageTab.open(browser, site);
  await page.addScriptTag({ type: "module", content: outputFiles[0]?.text ?? "" });
  await page.waitForFunction(() => "measureChecksums" in globalThis);
  print(`Chromium ${browser.version()}`, await page.evaluate(() => measureChecksums()));
} finally {
  await browser.close();
  site.stop();
}

function nodeCrypto(name: string): Way {
  return (chunks) => {
    const hash = createHash(name);
    for (const chunk of chunks) hash.update(chunk);
    return new Uint8Array(hash.digest());
  };
}

function print(where: string, speeds: Speeds): void {
  console.log(`\n${where}`);
  for (const [algorithm, measured] of Object.entries(speeds)) {
    const ours = Object.values(measured)[0] ?? 0;
    for (const [name, speed] of Object.entries(measured)) {
      const figures =
        speed === undefined
          ? "another value"
          : `${speed.toFixed(2).padStart(6)} GB/s${(speed / ours).toFixed(2).padStart(7)} ×`;
      console.log(`${algorithm.padEnd(10)}${name.padEnd(26)}${figures}`);
    }
  }
}
