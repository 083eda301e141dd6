import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Cell } from "../runner/cell.ts";
import { inExtension } from "../runner/extension.ts";
import type { CellProject } from "../runner/project.ts";

const cell = (mode: string, page: string, change: (project: CellProject) => void): Cell => ({
  group: "Extensions",
  name: "Manifest V3",
  mode,
  run(project) {
    change(project);
    return inExtension(project.folder, page);
  },
});

/** Sets the policy that allows WebAssembly, and the service worker without the core as JavaScript. */
function allowWebAssembly({ folder }: CellProject): void {
  const file = join(folder, "manifest.json");
  const manifest = JSON.parse(readFileSync(file, "utf8"));
  manifest.background.service_worker = "worker.js";
  const policy = "script-src 'self' 'wasm-unsafe-eval'; object-src 'self'";
  manifest.content_security_policy = { extension_pages: policy };
  writeFileSync(file, JSON.stringify(manifest));
}

const keepDefaultPolicy = () => {};

export const cells = [
  cell("page, default policy, s3-signpost/js", "javascript-page.html", keepDefaultPolicy),
  cell("service worker, default policy, s3-signpost/js", "worker-page.html", keepDefaultPolicy),
  cell("page, with 'wasm-unsafe-eval'", "page.html", allowWebAssembly),
  cell("service worker, with 'wasm-unsafe-eval'", "worker-page.html", allowWebAssembly),
];
