import { readFileSync, writeFileSync } from "node:fs";
import { inRoot } from "../paths.mjs";

/**
 * Minifies a bundle of esbuild's once more: terser folds what esbuild does not, and 0.8 KB (brotli) go by that. The
 * marks stay by which a page's bundler knows what it may leave out, and the source map leads to the sources.
 *
 * @param {string} name of a file in dist
 */
export async function minifyFurther(name) {
  const { minify } = await import("terser");
  const file = inRoot("dist", name);
  const { code, map } = await minify(
    { [name]: readFileSync(file, "utf8") },
    {
      ecma: 2020,
      module: true,
      compress: { passes: 2 },
      // Node prints the source line that threw: a line break after each statement, at no byte more, keeps it short.
      format: { preserve_annotations: true, semicolons: false, max_line_len: 500 },
      sourceMap: {
        content: readFileSync(`${file}.map`, "utf8"),
        includeSources: true,
        filename: name,
        url: `${name}.map`,
      },
    },
  );
  writeFileSync(file, String(code));
  writeFileSync(`${file}.map`, String(map));
}
