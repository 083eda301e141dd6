/*
 * Measures the download of a page that signs, with this package and with peers. Each application uses only one part of a
 * package; esbuild bundles and minifies it for a browser. `npm run size` also draws docs/bench-size.svg.
 */
import { writeFileSync } from "node:fs";
import { reportErrors } from "../scripts/errors.ts";
import { requirePackages } from "../scripts/machine/packages-apart.ts";
import { inRoot } from "../scripts/paths.mjs";
import { applications } from "./applications.ts";
import { bundleSize } from "./bundle-size.ts";
import { type PageSize, sizeChart } from "./charts/sizes.ts";
import { versionOf } from "./machine.ts";
import { table } from "./table.ts";

await reportErrors(async () => {
  await requirePackages("amplify", "bench/amplify");
  const rows = [["", "bytes", "gzip", "brotli", "times ours"]];
  const charted: PageSize[] = [];
  let first: number | undefined;
  for (const application of applications) {
    const { name, from, folder } = application;
    const label = `${name} (${from} ${versionOf(from, folder)})`;
    const size = await bundleSize(application);
    if (!size) {
      rows.push([label, "not for a browser", "–", "–", "–"]);
      continue;
    }
    first ??= size.brotli;
    if (application.chart) charted.push({ ...application.chart, bytes: size.brotli });
    const ratio = (size.brotli / first).toFixed(2);
    rows.push([label, count(size.plain), count(size.gzip), count(size.brotli), `${ratio} ×`]);
  }
  console.log(`\n${table(rows)}`);
  writeFileSync(inRoot("docs", "bench-size.svg"), sizeChart(charted));
});

function count(bytes: number): string {
  return bytes.toLocaleString("en");
}
