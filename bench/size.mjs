/**
 * What a page downloads for a presigned URL, here and with the peers: each bundled by esbuild for a
 * browser, minified, and compressed.
 *
 * `npm run bench:size` after `npm run build`.
 */
import { brotliCompressSync, gzipSync } from "node:zlib";
import { build } from "esbuild";

const entries = {
  "s3-signpost, Presigner alone": `export { Presigner } from "s3-signpost";`,
  "s3-signpost, all of it: signing, Cognito, transfers": `export * from "s3-signpost";`,
  "@aws-sdk/client-s3 and s3-request-presigner": `export { S3Client, GetObjectCommand } from "@aws-sdk/client-s3";
export { getSignedUrl } from "@aws-sdk/s3-request-presigner";`,
  aws4fetch: `export { AwsClient } from "aws4fetch";`,
};

/** @param {string} contents */
async function bundled(contents) {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: new URL(".", import.meta.url).pathname },
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    write: false,
    logLevel: "error",
  });
  return outputFiles[0]?.contents ?? new Uint8Array();
}

/** @param {(string | number)[]} cells */
const row = ([name = "", ...sizes]) =>
  String(name).padEnd(54) + sizes.map((size) => String(size).padStart(10)).join("");

console.log(row(["", "bytes", "gzip", "brotli"]));
for (const [name, contents] of Object.entries(entries)) {
  const bytes = await bundled(contents);
  console.log(
    row([
      name,
      bytes.length,
      gzipSync(bytes, { level: 9 }).length,
      brotliCompressSync(bytes).length,
    ]),
  );
}
