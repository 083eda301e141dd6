import type { Cell } from "../runner/cell.ts";
import { inWebKit } from "../runner/webkit.ts";

/** Returns a policy that allows the site's own scripts and the local stack only, and another source of scripts. */
function policyWith(source: string): Record<string, string> {
  const scripts = `default-src 'none'; script-src 'self' ${source}; connect-src http://127.0.0.1:*`;
  const trustedTypes = "require-trusted-types-for 'script'; trusted-types 'none'";
  return { "content-security-policy": `${scripts}; ${trustedTypes}` };
}

const pages: Cell[] = [
  {
    group: "Pages without a bundler",
    name: "Import map",
    isQuick: true,
    run: (project) => project.open(".", "/import-map.html"),
  },
  {
    group: "Pages without a bundler",
    name: "Classic script",
    isQuick: true,
    run: (project) => project.open(".", "/iife.html"),
  },
  {
    group: "Pages without a bundler",
    name: "Policy without 'wasm-unsafe-eval'",
    mode: "s3-signpost/js",
    isQuick: true,
    run: (project) => project.open(".", "/javascript.html", policyWith("")),
  },
  {
    group: "Pages without a bundler",
    name: "Strict Content-Security-Policy and Trusted Types",
    isQuick: true,
    run: (project) => project.open(".", "/direct.html", policyWith("'wasm-unsafe-eval'")),
  },
];

const workers = (["dedicated", "shared", "service"] as const).map(
  (kind): Cell => ({
    group: "Workers",
    name: `${kind[0]?.toUpperCase()}${kind.slice(1)} worker`,
    isQuick: true,
    run: (project) => project.open(".", `/worker.html?kind=${kind}`),
  }),
);

const browsers: Cell[] = [
  {
    group: "Browsers",
    name: "Chromium",
    run: (project) => project.open(".", "/direct.html"),
  },
  {
    group: "Browsers",
    name: "Firefox",
    run: async (project) => project.browsers.inFirefox(`${await project.serve()}/direct.html`),
  },
  {
    group: "Browsers",
    name: "WebKitGTK",
    run: async (project) => inWebKit(`${await project.serve()}/direct.html`),
  },
];

export const cells = [...pages, ...workers, ...browsers];
