/*
 * Measures the checksums of this package and of peers in GB/s, in Node and in Chromium. The data comes in chunks of
 * 64 KiB, and the time includes copying it to WebAssembly. Implementations with another result are not timed.
 *
 * `npm run bench:checksum`, after `npm run build`.
 */
import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import { build } from "esbuild";
import { packedModules } from "../scripts/build/bundle-plugins.ts";
import { startBrowser } from "../tests/e2e/browser.ts";
import { PackageSite, PackageTab } from "../tests/e2e/package-tab.ts";
import { type Implementation, portableImplementations } from "./checksum/implementations.ts";
import { measure, type Speeds } from "./checksum/measure.ts";

const implementations = await portableImplementations();
implementations.CRC32["node:zlib"] = (chunks) => {
  let value = 0;
  for (const chunk of chunks) value = crc32(chunk, value);
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return new Uint8Array(bytes);
};
implementations.SHA1["node:crypto"] = nodeCrypto("sha1");
implementations.SHA256["node:crypto"] = nodeCrypto("sha256");
print(`Node ${process.version}`, await measure(implementations));

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

function nodeCrypto(name: string): Implementation {
  return (chunks) => {
    const hash = createHash(name);
    for (const chunk of chunks) hash.update(chunk);
    return new Uint8Array(hash.digest());
  };
}

function print(engine: string, speeds: Speeds): void {
  console.log(`\n${engine}`);
  for (const [algorithm, measured] of Object.entries(speeds)) {
    const ours = Object.values(measured)[0] ?? 0;
    for (const [name, speed] of Object.entries(measured)) {
      const figures =
        speed === undefined
          ? "wrong result"
          : `${speed.toFixed(2).padStart(6)} GB/s${(speed / ours).toFixed(2).padStart(7)} ×`;
      console.log(`${algorithm.padEnd(10)}${name.padEnd(26)}${figures}`);
    }
  }
}
