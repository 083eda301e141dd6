import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, posix } from "node:path";
import { after, before, test } from "node:test";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { links } from "../../scripts/docs/markdown.ts";
import { inRoot } from "../../scripts/paths.mjs";
import { run, tryRun } from "../../scripts/shell.ts";
import { type Consumer, installPackage } from "./consumer.ts";

let consumer: Consumer;
before(async () => {
  consumer = await installPackage();
});
after(() => consumer.remove());

/** Returns the paths of the installed files, relative to the package. */
function installedFiles(): string[] {
  const installed = join(consumer.folder, "node_modules", "s3-signpost");
  return readdirSync(installed, { recursive: true, encoding: "utf8" })
    .filter((path) => statSync(join(installed, path)).isFile())
    .sort();
}

test("npm installs the package without the network, and Node imports it", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "s3-signpost-installed-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "a", private: true }));
  const options = ["--offline", "--no-audit", "--no-fund"];
  await run("npm", ["install", ...options, consumer.tarball], { cwd: folder });
  const program = 'import("s3-signpost").then(({ S3 }) => console.log(typeof S3))';
  const { stdout } = await run(process.execPath, ["--eval", program], { cwd: folder });
  assert.equal(stdout.trim(), "function");
});

test("the package contains each document that AGENTS.md names", () => {
  const installed = installedFiles().map((file) => file.replaceAll("\\", "/"));
  const linked = links(readFileSync(inRoot("AGENTS.md"), "utf8")).map(({ target }) => target);
  const documents = linked.filter((target) => target.startsWith("docs/"));
  assert.ok(documents.length > 0);
  assert.deepEqual(
    documents.filter((document) => !installed.includes(document)),
    [],
  );
});

test("every relative link of a packed document leads to a packed file", () => {
  const installed = installedFiles().map((file) => file.replaceAll("\\", "/"));
  // npm shows the README with links to the repository.
  const documents = installed.filter((file) => file.endsWith(".md") && file !== "README.md");
  assert.ok(documents.length > 0);
  const broken = documents.flatMap((document) =>
    links(readFileSync(inRoot(document), "utf8"))
      .map(({ target }) => target.split("#")[0] ?? "")
      .filter((path) => path && !path.includes(":"))
      .map((path) => posix.join(posix.dirname(document), path))
      .filter((path) => !installed.some((file) => file === path || file.startsWith(`${path}/`)))
      .map((path) => `${document}: ${path}`),
  );
  assert.equal(broken.join("\n"), "");
});

test("the package contains the bundles, types, core.wasm, descriptions of elements, documents and licences", () => {
  const others = [join("dist", "types"), join("dist", "sources"), "docs", "bench"];
  const files = installedFiles().filter((file) => !others.some((path) => file.startsWith(path)));
  assert.deepEqual(
    files.filter(
      (file) => !["AGENTS.md", "README.md", "CHANGELOG.md", "SECURITY.md"].includes(file),
    ),
    [
      "LICENSE-APACHE",
      "LICENSE-MIT",
      "THIRD-PARTY-LICENSES",
      join("dist", "aws.js"),
      join("dist", "aws.js.map"),
      join("dist", "checksum.wasm"),
      join("dist", "core.wasm"),
      join("dist", "custom-elements.json"),
      join("dist", "editors.js"),
      join("dist", "editors.js.map"),
      join("dist", "element.js"),
      join("dist", "element.js.map"),
      join("dist", "filepond.js"),
      join("dist", "filepond.js.map"),
      join("dist", "index.js"),
      join("dist", "index.js.map"),
      join("dist", "integrity.json"),
      join("dist", "js.js"),
      join("dist", "loaders.js"),
      join("dist", "loaders.js.map"),
      join("dist", "request.js"),
      join("dist", "request.js.map"),
      join("dist", "s3-signpost.iife.js"),
      join("dist", "service-worker.js"),
      join("dist", "service-worker.js.map"),
      join("dist", "slim.js"),
      join("dist", "slim.js.map"),
      join("dist", "uppy.js"),
      join("dist", "uppy.js.map"),
      join("dist", "web-types.json"),
      join("dist", "workerd.js"),
      join("dist", "workerd.js.map"),
      "package.json",
    ],
  );
});

test("the package has no dependencies", () => {
  const manifest = JSON.parse(readFileSync(inRoot("package.json"), "utf8"));
  assert.equal(manifest.dependencies, undefined);
});

test("no file of the package contains the path of the checkout", () => {
  for (const file of installedFiles()) {
    const text = readFileSync(join(consumer.folder, "node_modules", "s3-signpost", file), "latin1");
    assert(!text.includes(inRoot()), `${file} contains ${inRoot()}`);
  }
});

test("publint finds no problem in the tarball", async () => {
  const bytes = readFileSync(consumer.tarball);
  const tarball = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  const { messages, pkg } = await publint({ pack: { tarball } });
  assert.deepEqual(
    messages.map((message) => formatMessage(message, pkg)),
    [],
  );
});

test("attw resolves the types in every mode that supports ES modules", async () => {
  const attw = inRoot("node_modules", "@arethetypeswrong", "cli", "dist", "index.js");
  const args = [attw, consumer.tarball, "--profile", "esm-only", "--format", "ascii"];
  const { code, output } = await tryRun(process.execPath, args);
  assert.equal(code, 0, output);
});
